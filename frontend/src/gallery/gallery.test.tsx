import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Gallery } from './Gallery';

const filesOf = (folder: string) =>
  readdirSync(folder).filter((name) => name.endsWith('.tsx') && !name.endsWith('.test.tsx'));

describe('the gallery', () => {
  it('shows every component of ui/', () => {
    const here = resolve('src/gallery');
    const source = filesOf(here)
      .map((name) => readFileSync(resolve(here, name), 'utf8'))
      .join('\n');
    const missing = filesOf(resolve('src/ui'))
      .map((name) => name.replace('.tsx', ''))
      .filter((name) => !source.includes(`from '../ui/${name}'`));
    expect(missing).toEqual([]);
  });

  it('can be drawn', () => {
    render(<Gallery />);
    expect(screen.getAllByRole('heading', { level: 2 }).length).toBeGreaterThan(10);
  });
});
