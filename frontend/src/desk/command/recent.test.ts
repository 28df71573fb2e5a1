import { beforeEach, describe, expect, it } from 'vitest';
import { forgetRecent, recent, remember } from './recent';

beforeEach(forgetRecent);

describe('recent screens', () => {
  it('come latest first, each once, without where one is', () => {
    for (const href of ['/a', '/b', '/a', '/c']) remember({ href, title: href });
    expect(recent('/c').map(({ href }) => href)).toEqual(['/a', '/b']);
  });

  it('are few', () => {
    for (let n = 0; n < 20; n += 1) remember({ href: `/${n}`, title: `${n}` });
    expect(recent('/none')).toHaveLength(5);
    expect(recent('/none')[0]?.href).toBe('/19');
  });

  it('take a new title over', () => {
    remember({ href: '/a', title: 'Ada' });
    remember({ href: '/a', title: 'Ada B.' });
    expect(recent('/')).toEqual([{ href: '/a', title: 'Ada B.' }]);
  });
});
