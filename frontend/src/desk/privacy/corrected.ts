import type { PlanChange } from '../../api/privacyRequests';
import type { CustomerForm } from '../customers/form';

/** The record with the new values in their fields. */
export function corrected(record: CustomerForm, changes: readonly PlanChange[]): CustomerForm {
  const form = { ...record };
  for (const { field, after } of changes) {
    if (field === 'address') {
      const address = isObject(after) && 'line1' in after ? after : null;
      for (const part of ADDRESS) form[part] = address?.[part] ?? '';
    } else if (field === 'birthday') {
      const birthday = isObject(after) && 'month' in after ? after : null;
      form.birth_day = String(birthday?.day ?? '');
      form.birth_month = String(birthday?.month ?? '');
    } else {
      form[field] = typeof after === 'string' ? after : '';
    }
  }
  return form;
}

const ADDRESS = ['line1', 'line2', 'postcode', 'city', 'region', 'country'] as const;

const isObject = (value: PlanChange['after']) => typeof value === 'object' && value !== null;
