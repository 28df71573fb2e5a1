import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Conflict } from './Conflict';

const base = { name: 'Carte', cap: 3 as number | null, stamp: 'star' };

it('asks about what crossed, names what did not, and hands over the merged record', async () => {
  const onResolve = vi.fn();
  render(
    <Conflict
      title="Changé entre-temps"
      text="Rien n’est perdu."
      fields={{ name: 'Nom', cap: 'Limite', stamp: 'Tampon' }}
      base={base}
      mine={{ ...base, name: 'À moi', stamp: 'cup' }}
      theirs={{ ...base, name: 'À eux', cap: null }}
      show={(_field, value) => String(value)}
      onResolve={onResolve}
      onClose={() => undefined}
    />,
  );
  expect(screen.getAllByRole('radio')).toHaveLength(2);
  expect(screen.getByRole('radio', { name: /À moi/ })).toBeChecked();
  expect(screen.getByText(/: Limite\.$/)).toBeInTheDocument();
  expect(screen.getByText(/: Tampon\.$/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('radio', { name: /À eux/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Enregistrer ainsi' }));
  expect(onResolve).toHaveBeenCalledWith({ name: 'À eux', cap: null, stamp: 'cup' });
});
