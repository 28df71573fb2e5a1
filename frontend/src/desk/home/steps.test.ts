import { expect, it } from 'vitest';
import { doneSteps, nextStep, programOfStep } from './steps';

const nothing = {
  program_created: false,
  program_active: false,
  poster_opened: false,
  first_customer: false,
  first_stamp: false,
};

it('offers the first thing that is not done, in order', () => {
  expect(nextStep(nothing)).toBe('program_created');
  expect(nextStep({ ...nothing, program_created: true, poster_opened: true })).toBe(
    'program_active',
  );
  const all = Object.fromEntries(Object.keys(nothing).map((key) => [key, true])) as typeof nothing;
  expect(nextStep(all)).toBeNull();
  expect(doneSteps(all)).toBe(5);
});

it('knows which program a step is about', () => {
  const programs = [
    { id: 'old', status: 'active', created_at: '2025-01-01' },
    { id: 'new', status: 'active', created_at: '2026-01-01' },
    { id: 'draft', status: 'draft', created_at: '2024-01-01' },
  ];
  expect(programOfStep('program_active', programs)?.id).toBe('draft');
  expect(programOfStep('poster_opened', programs)?.id).toBe('new');
  expect(programOfStep('poster_opened', [])).toBeNull();
});
