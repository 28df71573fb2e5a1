import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { formOf, type ProgramForm } from './form';
import { RewardFields } from './RewardFields';
import { start } from './templates';

const form = formOf({
  name: 'Carte',
  ...start('bakery').design,
  units_per_visit: 2,
  cooldown_minutes: 0,
  daily_cap: null,
  max_per_operation: 5,
  rewards: [
    { id: 'a', name: 'Un croissant', cost: 5 },
    { id: 'b', name: 'Une tradition', cost: 10 },
  ],
});

function Form() {
  const [value, setValue] = useState<ProgramForm>(form);
  return <RewardFields form={value} onChange={setValue} unitsPerVisit={2} />;
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
  expect(screen.getByRole('spinbutton', { name: 'Tampons pour la récompense 3' })).toHaveValue(15);
});
