import type { Customer, CustomerChange, Language } from '../../api/types';

/** A customer as the form holds it: empty text where the record holds nothing. */
export interface CustomerForm {
  first_name: string;
  last_name: string;
  phone: string;
  email: string;
  language: Language | '';
}

export const EMPTY: CustomerForm = {
  first_name: '',
  last_name: '',
  phone: '',
  email: '',
  language: '',
};

export function formOf(customer: Customer): CustomerForm {
  return {
    first_name: customer.first_name ?? '',
    last_name: customer.last_name ?? '',
    phone: customer.phone ?? '',
    email: customer.email ?? '',
    language: customer.language ?? '',
  };
}

/** What the API takes: nothing instead of empty text. */
export function recordOf(form: Partial<CustomerForm>): CustomerChange {
  return Object.fromEntries(
    Object.entries(form).map(([field, value]) => [field, value?.trim() || null]),
  );
}

/** The API wants somebody: a name, a phone number or an address. */
export function isNobody(form: CustomerForm): boolean {
  return ![form.first_name, form.last_name, form.phone, form.email].some((value) => value.trim());
}
