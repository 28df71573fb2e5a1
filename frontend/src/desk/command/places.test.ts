import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { createDeskRouter } from '../router';
import { PLACES, placesFor } from './places';

/** Where one comes from somewhere else: a thing's own screen, a form, the doors. */
const FROM_ELSEWHERE = ['/customers/merge', '/programs/new', '/privacy', '/settings'];

describe('places', () => {
  it('are all screens of the office that stand on their own', () => {
    const router = createDeskRouter(new QueryClient());
    const screens = Object.values(router.routesById)
      .filter(
        (route) => route.id.startsWith('/office') && route.fullPath && !/\$/.test(route.fullPath),
      )
      .map((route) => route.fullPath.replace(/(.)\/$/, '$1'));
    const known = [...PLACES.map(({ to }) => to as string), ...FROM_ELSEWHERE];
    expect([...new Set(screens)].filter((path) => !known.includes(path))).toEqual([]);
  });

  it('have letters of their own', () => {
    const letters = PLACES.flatMap(({ letter }) => letter ?? []);
    expect(new Set(letters).size).toBe(letters.length);
  });

  it('are those that one may read', () => {
    const ids = placesFor(['privacy:read']).map(({ id }) => id);
    expect(ids).toContain('requests');
    expect(ids).not.toContain('journal');
    expect(placesFor([]).map(({ id }) => id)).toContain('home');
  });
});
