import { describe, expect, it } from 'vitest';
import type { Matter } from '../../api/types';
import { celebrants, ICON, placeOf } from './matters';

const matter = (given: Partial<Matter>): Matter => ({
  kind: 'birthday',
  urgency: 'today',
  count: 1,
  id: null,
  name: null,
  on: null,
  customers: [],
  ...given,
});

describe('a matter', () => {
  it.each(Object.keys(ICON) as Matter['kind'][])('%s leads somewhere', (kind) => {
    expect(placeOf(matter({ kind, count: 2 })).to).toMatch(/^\/\w+/);
    expect(placeOf(matter({ kind, id: 'x' })).to).toMatch(/^\/\w+/);
  });

  it('leads to the thing itself where it is one', () => {
    const one = placeOf(matter({ kind: 'import_to_confirm', id: 'x' }));
    expect(one).toEqual({ to: '/customers/imports/$importId', params: { importId: 'x' } });
    const several = placeOf(matter({ kind: 'import_to_confirm', count: 3 }));
    expect(several).toEqual({ to: '/customers/imports' });
  });
});

describe('celebrants', () => {
  it('names the first few and counts the others, also those without a name', () => {
    const customers = [
      { id: '1', first_name: 'Ada' },
      { id: '2', first_name: null },
    ];
    expect(celebrants(matter({ count: 7, customers }))).toEqual({ names: ['Ada'], more: 6 });
  });
});
