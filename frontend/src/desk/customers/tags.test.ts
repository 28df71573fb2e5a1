import { expect, it } from 'vitest';
import { addTag } from './tags';

it('adds a tag once, however it is written', () => {
  expect(addTag(['VIP'], ' pain, ')).toEqual(['VIP', 'pain']);
  expect(addTag(['VIP'], 'vip')).toEqual(['VIP']);
  expect(addTag(['VIP'], ' , ')).toEqual(['VIP']);
});

it('stops at twenty', () => {
  const many = Array.from({ length: 20 }, (_, n) => `tag ${n}`);
  expect(addTag(many, 'one more')).toBe(many);
});
