interface Named {
  first_name: string | null;
  last_name: string | null;
  phone?: string | null;
  email?: string | null;
  company?: string | null;
}

/** What to call a customer: the name, else what else is known of them, else `nameless`. */
export function nameOf(customer: Named, nameless: string): string {
  const name = [customer.first_name, customer.last_name].filter(Boolean).join(' ');
  return (
    name || customer.company || shownPhone(customer.phone ?? null) || customer.email || nameless
  );
}

/** +33639981234 → 06 39 98 12 34; other countries keep their code, in groups. */
export function shownPhone(phone: string | null): string {
  if (!phone) return '';
  const french = /^\+33(\d)(\d{8})$/.exec(phone);
  if (french)
    return `0${french[1]} ${(french[2] ?? '').replace(/(..)(?=.)/g, '$1\u00a0')}`.replace(
      ' ',
      '\u00a0',
    );
  return phone;
}
