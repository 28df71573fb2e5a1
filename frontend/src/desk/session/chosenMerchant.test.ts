import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  vi.resetModules();
});

const tab = () => import('./chosenMerchant');

it('keeps the choice of its tab, whatever another tab chooses', async () => {
  const { chosenMerchant, rememberMerchant } = await tab();
  expect(chosenMerchant()).toBeNull();
  rememberMerchant('bakery');
  localStorage.setItem('carnet.merchant', 'salon');
  expect(chosenMerchant()).toBe('bakery');
  vi.resetModules();
  expect((await tab()).chosenMerchant(), 'after a reload').toBe('bakery');
});

it('begins a new tab with the last choice', async () => {
  localStorage.setItem('carnet.merchant', 'salon');
  expect((await tab()).chosenMerchant()).toBe('salon');
});
