import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import {
  formOf,
  type ProgramFields,
  type ProgramForm,
  type RewardFields as RewardValues,
  readForm,
} from './form';
import { RewardFields } from './RewardFields';
import { stamps } from './rules/usual';
import { start } from './templates';

const purse = { language: 'fr', currency: 'EUR' } as const;
const plain = {
  description: null,
  stock: null,
  limit_per_customer: null,
  valid_from: null,
  valid_until: null,
  value: null,
};
const fields: ProgramFields = {
  ...stamps,
  name: 'Carte',
  kind: 'stamps',
  unit_name: null,
  image: null,
  ...start('bakery').design,
  units_per_visit: 2,
  rewards: [
    { ...plain, id: 'a', name: 'Un croissant', cost: 5 },
    { ...plain, id: 'b', name: 'Une tradition', cost: 10 },
  ],
  terms: null,
};
const form = formOf(fields, purse);

const queries = new QueryClient();
queries.setQueryData(['merchant'], { data: { time_zone: 'Europe/Paris', currency: 'EUR' } });

function Form() {
  const [value, setValue] = useState<ProgramForm>(form);
  return (
    <QueryClientProvider client={queries}>
      <RewardFields
        form={value}
        onChange={setValue}
        unitsPerVisit={2}
        purse={purse}
        left={new Map([['b', 7]])}
      />
    </QueryClientProvider>
  );
}

it('takes a reward out and puts it back where it was', async () => {
  render(<Form />);
  expect(screen.getByText('après 3 visites')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: /Retirer.*Un croissant/ }));
  expect(screen.getByLabelText('Récompense 1')).toHaveValue('Une tradition');
  await userEvent.click(screen.getByRole('button', { name: 'Annuler' }));
  expect(screen.getByLabelText('Récompense 1')).toHaveValue('Un croissant');
});

it('proposes a dearer reward after the dearest', async () => {
  render(<Form />);
  await userEvent.click(screen.getByRole('button', { name: 'Ajouter une récompense' }));
  expect(screen.getByRole('spinbutton', { name: /Récompense 3, prix en tampons/ })).toHaveValue(15);
});

it('says what is set of a reward without being opened', async () => {
  render(<Form />);
  const second = screen.getAllByRole('listitem')[1] as HTMLElement;
  await userEvent.click(within(second).getByText('Détails'));
  await userEvent.type(within(second).getByLabelText('Stock'), '50');
  await userEvent.type(within(second).getByLabelText('Au plus par client'), '1');
  expect(within(second).getByText('après 5 visites · reste 7 sur 50 · 1 par client')).toBeVisible();
});

it('reads back what it was given, its catalogue too', () => {
  const [croissant, tradition] = fields.rewards as [RewardValues, RewardValues];
  const rich: ProgramFields = {
    ...fields,
    rewards: [
      { ...plain, name: 'Panier', cost: 80, description: 'De saison', stock: 0, value: 1250 },
      { ...croissant, limit_per_customer: 2, valid_until: '2026-12-31' },
      tradition,
    ],
  };
  expect(readForm(formOf(rich, purse), purse)).toEqual(rich);
});
