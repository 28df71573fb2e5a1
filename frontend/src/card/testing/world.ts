import { vi } from 'vitest';
import type { HolderCard, PublicMerchant } from '../../api/types';

const design = {
  template: 'bakery',
  background: '#f3e3c7',
  foreground: '#4a2511',
  accent: '#b4531f',
  stamp: 'croissant',
  image: null,
  veil: 0,
} as const;

const always = {
  description: null,
  limit_per_customer: null,
  valid_from: null,
  valid_until: null,
  in_stock: true,
} as const;
const rewards = [
  { id: 'r1', name: 'Une viennoiserie', cost: 5, ...always },
  { id: 'r2', name: 'Une tarte', cost: 10, ...always },
];

const rules: HolderCard['program']['rules'] = {
  units_per_visit: 1,
  cooldown_minutes: 30,
  daily_cap: 3,
  monthly_cap: null,
  max_per_operation: 5,
  per_amount: null,
  rounding: 'down',
  minimum_amount: null,
  bonuses: [],
  sponsorship: null,
  pending_days: 0,
  expiry: { kind: 'none' },
  warn_days: null,
  tiers: null,
  redeem_value: null,
  redeem_minimum: null,
};

export const levain: PublicMerchant = {
  slug: 'au-bon-levain',
  name: 'Au Bon Levain',
  logo: null,
  language: 'fr',
  contact_email: 'bonjour@levain.example',
  currency: 'EUR',
  notice_version: '2026-11',
  programs: [
    {
      id: 'p1',
      name: 'La fournée fidèle',
      kind: 'stamps',
      unit_name: null,
      rules,
      design,
      slots: 10,
      rewards,
      terms: null,
    },
  ],
};

export const camille: HolderCard = {
  merchant: {
    ended_at: null,
    slug: 'au-bon-levain',
    name: 'Au Bon Levain',
    logo: null,
    language: 'fr',
    time_zone: 'Europe/Paris',
    currency: 'EUR',
  },
  number: '7K3M9QXP',
  code: '7K3M9QXPT2VZ4D6H8JACBE5FGN',
  status: 'active',
  balance: 7,
  available: 7,
  pending: [],
  next_expiry: null,
  tier: null,
  first_name: 'Camille',
  program: {
    id: 'p1',
    rules,
    name: 'La fournée fidèle',
    kind: 'stamps',
    unit_name: null,
    design,
    slots: 10,
    rewards,
    status: 'active',
    redeem_until: null,
  },
  terms: null,
  terms_accepted: null,
  entries: [
    {
      kind: 'earn',
      delta: 1,
      balance: 7,
      occurred_at: '2026-11-20T09:00:00Z',
      reward_name: null,
    },
  ],
  updated_at: '2026-11-20T09:00:00Z',
};

/** Stands in for the API: answers in turn, the last one for ever. */
export function apiAnswers(...answers: (object | Error)[]) {
  let next = 0;
  const api = vi.fn<typeof fetch>(async () => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    const { status = 200 } = answer as { status?: unknown };
    return new Response(JSON.stringify(answer), {
      status: typeof status === 'number' ? status : 200,
    });
  });
  vi.stubGlobal('fetch', api);
  return api;
}
