import type { Customer, CustomerChange } from '../../api/types';
import { same } from '../conflict/merge';

/** A customer as the form holds it: empty text where the record holds nothing. */
export interface CustomerForm {
  title: string;
  first_name: string;
  last_name: string;
  company: string;
  siret: string;
  phone: string;
  email: string;
  preferred_contact: string;
  language: string;
  line1: string;
  line2: string;
  postcode: string;
  city: string;
  region: string;
  country: string;
  birth_day: string;
  birth_month: string;
  age: string;
  tags: readonly string[];
}

const ADDRESS = ['line1', 'line2', 'postcode', 'city', 'region', 'country'] as const;
const PLAIN = [
  'title',
  'first_name',
  'last_name',
  'company',
  'siret',
  'phone',
  'email',
  'preferred_contact',
  'language',
  'age',
] as const;

export type TextName = Exclude<keyof CustomerForm, 'tags'>;
export const TEXT_NAMES: readonly TextName[] = [...PLAIN, ...ADDRESS, 'birth_day', 'birth_month'];

export const EMPTY: CustomerForm = {
  ...(Object.fromEntries(TEXT_NAMES.map((name) => [name, ''])) as Record<TextName, string>),
  tags: [],
};

export function formOf(customer: Customer): CustomerForm {
  const form: CustomerForm = { ...EMPTY, tags: customer.tags };
  for (const name of PLAIN) form[name] = customer[name] ?? '';
  for (const name of ADDRESS) form[name] = customer.address?.[name] ?? '';
  form.birth_day = String(customer.birthday?.day ?? '');
  form.birth_month = String(customer.birthday?.month ?? '');
  return form;
}

/** What differs, as the API takes it: null empties a field, an address and a birthday go whole. */
export function changeOf(from: CustomerForm, wanted: CustomerForm): CustomerChange {
  const changed = (name: keyof CustomerForm) => !same(tidy(from[name]), tidy(wanted[name]));
  const change: Record<string, unknown> = {};
  for (const name of PLAIN) if (changed(name)) change[name] = tidy(wanted[name]) || null;
  if (ADDRESS.some(changed)) change.address = addressOf(wanted);
  if (changed('birth_day') || changed('birth_month')) change.birthday = birthdayOf(wanted);
  if (changed('tags')) change.tags = wanted.tags;
  return change;
}

export const recordOf = (form: CustomerForm): CustomerChange => changeOf(EMPTY, form);

function tidy(value: string | readonly string[]): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

function addressOf(form: CustomerForm): Record<string, string | null> | null {
  const address = Object.fromEntries(ADDRESS.map((name) => [name, form[name].trim() || null]));
  return Object.values(address).some(Boolean) ? address : null;
}

function birthdayOf({ birth_day: day, birth_month: month }: CustomerForm) {
  return day && month ? { day: Number(day), month: Number(month) } : null;
}

/** A day without its month says nothing, nor the other way round. */
export function halfBirthday({ birth_day: day, birth_month: month }: CustomerForm): boolean {
  return Boolean(day) !== Boolean(month);
}

/** The API wants somebody: a name, a company, a phone number or an address. */
export function isNobody(form: CustomerForm): boolean {
  const { first_name, last_name, company, phone, email } = form;
  return ![first_name, last_name, company, phone, email].some((value) => value.trim());
}
