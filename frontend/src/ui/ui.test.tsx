import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { initials } from './Avatar';
import { Button } from './Button';
import { cardNumber } from './cardNumber';
import { contrast, mostReadable } from './colour';
import { Dialog } from './Dialog';
import { Choice, TextField } from './Field';
import { type CardDesign, columns, LoyaltyCard } from './LoyaltyCard';
import { StatusLine } from './StatusLine';
import { STAMP_NAMES } from './stamps';
import { Tabs } from './Tabs';

const design: CardDesign = {
  template: 'bakery',
  background: '#f3e3c7',
  foreground: '#4a2511',
  accent: '#b4531f',
  stamp: 'croissant',
};

describe('the card', () => {
  const card = (slots: number, balance: number) => (
    <LoyaltyCard
      merchantName="Au Bon Levain"
      programName="La fournée fidèle"
      design={design}
      slots={slots}
      balance={balance}
      rewards={[{ name: 'Une tarte', cost: slots }]}
      progress={`${balance} sur ${slots}`}
      number="7K3M-9QXP"
    />
  );

  it('has one place per stamp, and tells its count to those who do not see it', () => {
    render(card(10, 7));
    const grid = screen.getByRole('img', { name: '7 sur 10' });
    expect(grid.children).toHaveLength(10);
    expect(grid.querySelectorAll('[style*="rotate"]')).toHaveLength(7);
    expect(screen.getByText('7K3M-9QXP')).toBeVisible();
  });

  it('turns into a bar where a grid could not be counted, and survives a balance beyond it', () => {
    render(card(200, 250));
    const bar = screen.getByRole('img', { name: '250 sur 200' });
    expect(bar.children).toHaveLength(2);
    expect(bar.firstElementChild).toHaveStyle({ inlineSize: '100%' });
  });

  it('of points says the sum and the way to the next reward, in place of stamps', () => {
    const points = { sum: '142', unit: 'points', next: 'Encore 58 points', share: 0.71 };
    render(
      <LoyaltyCard
        merchantName="Au Bon Levain"
        programName="Les points"
        design={design}
        slots={500}
        balance={142}
        progress=""
        points={points}
        tier="Or"
      />,
    );
    expect(screen.getByText('142')).toBeVisible();
    expect(screen.getByText('Encore 58 points')).toBeVisible();
    expect(screen.getByText('Or')).toBeVisible();
    expect(screen.queryByRole('img')).toBeNull();
    expect(screen.queryByText('/500')).toBeNull();
  });

  it('fills its rows evenly where it can', () => {
    expect([1, 5, 6, 8, 10, 12, 20, 30].map(columns)).toEqual([1, 5, 6, 4, 5, 6, 5, 5]);
  });

  it('has the twelve stamps a merchant may choose', () => {
    expect(STAMP_NAMES).toHaveLength(12);
  });
});

describe('colours', () => {
  it('are compared as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 1);
    expect(mostReadable('#ffd166', ['#ffffff', '#1b2440'])).toBe('#1b2440');
  });
});

describe('names and numbers', () => {
  it('are written as people read them', () => {
    expect(cardNumber('7k3m9qxp')).toBe('7K3M-9QXP');
    expect(cardNumber('7K3M-9QXP')).toBe('7K3M-9QXP');
    expect(initials('Zoé Martin')).toBe('ZM');
    expect(initials('jean-paul')).toBe('JP');
    expect(initials(null)).toBe('');
  });
});

describe('a field', () => {
  it('ties label, hint and error to its control', () => {
    render(<TextField label="Prénom" hint="Ou un surnom" error="Manquant" />);
    const input = screen.getByLabelText('Prénom');
    expect(input).toBeInvalid();
    expect(input).toHaveAccessibleDescription('Ou un surnom Manquant');
  });

  it('lets the whole line of a choice be clicked', async () => {
    render(<Choice label="Oui, volontiers" />);
    await userEvent.click(screen.getByText('Oui, volontiers'));
    expect(screen.getByRole('checkbox')).toBeChecked();
  });
});

describe('a button', () => {
  it('keeps the focus while busy, and swallows clicks', async () => {
    const click = vi.fn();
    const { rerender } = render(<Button onClick={click}>Tamponner</Button>);
    await userEvent.click(screen.getByRole('button'));
    rerender(
      <Button busy onClick={click}>
        Tamponner
      </Button>,
    );
    await userEvent.click(screen.getByRole('button'));
    expect(click).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('button')).toHaveFocus();
    expect(screen.getByRole('button')).toHaveAttribute('aria-busy', 'true');
  });

  it('sends no form twice while busy', async () => {
    const submit = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
    render(
      <form onSubmit={submit}>
        <Button type="submit" busy>
          Envoyer
        </Button>
      </form>,
    );
    await userEvent.click(screen.getByRole('button'));
    expect(submit).not.toHaveBeenCalled();
  });
});

describe('tabs', () => {
  function Example() {
    const [selected, select] = useState<'a' | 'b'>('a');
    const tabs = [
      { id: 'a' as const, label: 'Cartes' },
      { id: 'b' as const, label: 'Notes' },
    ];
    return (
      <Tabs label="Client" tabs={tabs} selected={selected} onSelect={select}>
        {selected}
      </Tabs>
    );
  }

  it('move with the arrow keys, and their panel is named by them', async () => {
    render(<Example />);
    await userEvent.click(screen.getByRole('tab', { name: 'Cartes' }));
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Notes' })).toHaveFocus();
    expect(screen.getByRole('tabpanel', { name: 'Notes' })).toHaveTextContent('b');
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Cartes' })).toHaveFocus();
  });
});

describe('a dialog', () => {
  it('is modal, named, and closes by its button', async () => {
    const close = vi.fn();
    render(
      <Dialog open onClose={close} title="Fermer la carte" closeLabel="Fermer">
        Irréversible.
      </Dialog>,
    );
    expect(screen.getByRole('dialog', { name: 'Fermer la carte' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Fermer' }));
    expect(close).toHaveBeenCalled();
  });
});

describe('the status line', () => {
  it('is a live region before it has anything to say', () => {
    const { rerender } = render(<StatusLine />);
    const region = screen.getByRole('status');
    rerender(<StatusLine>Un tampon ajouté</StatusLine>);
    expect(screen.getByRole('status')).toBe(region);
    expect(region).toHaveTextContent('Un tampon ajouté');
  });
});
