import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { StampActions } from './StampActions';

const program = { kind: 'stamps', rules: { units_per_visit: 1 } } as const;

it('stamps the usual number in one tap', async () => {
  const onStamp = vi.fn();
  render(<StampActions program={program} most={5} busy={false} onStamp={onStamp} />);
  await userEvent.click(screen.getByRole('button', { name: 'Tamponner' }));
  expect(onStamp).toHaveBeenCalledWith(1);
});

it('goes up to the maximum and not below one', async () => {
  const onStamp = vi.fn();
  render(<StampActions program={program} most={3} busy={false} onStamp={onStamp} />);
  await userEvent.click(screen.getByRole('button', { name: 'Un tampon de moins' }));
  for (let tap = 0; tap < 5; tap += 1) {
    await userEvent.click(screen.getByRole('button', { name: 'Un tampon de plus' }));
  }
  await userEvent.click(screen.getByRole('button', { name: 'Tamponner × 3' }));
  expect(onStamp).toHaveBeenCalledExactlyOnceWith(3);
});

it('offers no choice where the rules leave none', () => {
  render(<StampActions program={program} most={1} busy={false} onStamp={() => undefined} />);
  expect(screen.queryByRole('group')).toBeNull();
});

it('swallows a second tap while the first is on its way', async () => {
  const onStamp = vi.fn();
  render(<StampActions program={program} most={1} busy onStamp={onStamp} />);
  await userEvent.click(screen.getByRole('button', { name: 'Tamponner' }));
  expect(onStamp).not.toHaveBeenCalled();
});
