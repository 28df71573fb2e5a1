import { vi } from 'vitest';
import type { HolderCard, PublicMerchant } from '../../api/types';

const design = {
  template: 'bakery',
  background: '#f3e3c7',
  foreground: '#4a2511',
  accent: '#b4531f',
  stamp: 'croissant',
} as const;

const rewards = [
  { id: 'r1', name: 'Une viennoiserie', cost: 5 },
  { id: 'r2', name: 'Une tarte', cost: 10 },
];

const rules = { units_per_visit: 1, cooldown_minutes: 30, daily_cap: 3, max_per_operation: 5 };

export const levain: PublicMerchant = {
  slug: 'au-bon-levain',
  name: 'Au Bon Levain',
  language: 'fr',
  contact_email: 'bonjour@levain.example',
  notice_version: '2026-11',
  programs: [
    { id: 'p1', name: 'La fournée fidèle', kind: 'stamps', rules, design, slots: 10, rewards },
  ],
};

export const camille: HolderCard = {
  merchant: {
    slug: 'au-bon-levain',
    name: 'Au Bon Levain',
    language: 'fr',
    time_zone: 'Europe/Paris',
  },
  number: '7K3M9QXP',
  code: '7K3M9QXPT2VZ4D6H8JACBE5FGN',
  status: 'active',
  balance: 7,
  first_name: 'Camille',
  program: {
    id: 'p1',
    rules,
    name: 'La fournée fidèle',
    kind: 'stamps',
    design,
    slots: 10,
    rewards,
    status: 'active',
    redeem_until: null,
  },
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
