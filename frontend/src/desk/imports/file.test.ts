import { expect, it } from 'vitest';
import { refusalOf, sampleOf } from './file';

it('refuses at once what the API would refuse after the way there', () => {
  expect(refusalOf({ name: 'Clients.CSV', size: 10 })).toBeNull();
  expect(refusalOf({ name: 'clients.xlsx', size: 10 })).toBeNull();
  expect(refusalOf({ name: 'clients.xls', size: 10 })).toBe('wrongKind');
  expect(refusalOf({ name: 'clients.csv', size: 0 })).toBe('empty');
  expect(refusalOf({ name: 'clients.csv', size: 51 * 1024 * 1024 })).toBe('tooLarge');
});

it('gives a template in the columns of the country', async () => {
  expect(await sampleOf(['Prénom', 'Nom'], 'fr').text()).toMatch(/Prénom;Nom\r\n$/);
  expect(await sampleOf(['First name', 'Name'], 'en').text()).toMatch(/First name,Name\r\n$/);
});
