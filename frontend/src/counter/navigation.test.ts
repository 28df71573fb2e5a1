import { beforeEach, expect, it } from 'vitest';
import { go, replace, startNavigation } from './navigation';

beforeEach(() => {
  history.replaceState(null, '', '/counter');
  startNavigation();
});

it('puts a card’s number into the address, never its scan code', () => {
  go({ screen: 'card', card: 'ABCDEFGH', from: 'home' });
  expect(location.pathname).toBe('/counter/card/ABCDEFGH');
  replace({ screen: 'card', card: '7Q2MZ0V4K9C1XWB8TR5HJ3NDPE', from: 'scan' });
  expect(location.href).not.toContain('7Q2MZ0V4K9C1XWB8TR5HJ3NDPE');
  expect(history.state.route.card).toBe('7Q2MZ0V4K9C1XWB8TR5HJ3NDPE');
});

it('never puts what a customer said into the address', () => {
  go({ screen: 'enrol', prefill: { firstName: 'Camille', phone: '0639980142' } });
  expect(location.href).not.toMatch(/Camille|0639980142/);
});
