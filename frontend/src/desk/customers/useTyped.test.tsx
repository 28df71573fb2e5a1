import { act, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useTyped } from './useTyped';

const asked = vi.fn();
let arrive: (text: string | undefined) => void;

/** The address changes when the test says so: navigation takes its time. */
function Search() {
  const [address, setAddress] = useState<string | undefined>();
  arrive = setAddress;
  const [typed, setTyped] = useTyped(address, asked, 250);
  return <input value={typed} onChange={(event) => setTyped(event.target.value)} />;
}

const box = () => screen.getByRole<HTMLInputElement>('textbox');
const type = (value: string) => fireEvent.change(box(), { target: { value } });
const rest = () => act(() => vi.advanceTimersByTime(250));
const comes = (text: string | undefined) => act(() => arrive(text));

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockClear();
  render(<Search />);
});

afterEach(() => {
  vi.useRealTimers();
});

it('keeps the letters that were typed while the address was on its way', () => {
  type('ro');
  rest();
  expect(asked).toHaveBeenLastCalledWith('ro');
  type('roy');
  comes('ro');
  expect(box().value).toBe('roy');
  rest();
  expect(asked).toHaveBeenLastCalledWith('roy');
  type('roya');
  rest();
  comes('roy');
  comes('roya');
  expect(box().value).toBe('roya');
  expect(asked).toHaveBeenCalledTimes(3);
});

it('follows the address that somebody else changed, and asks for nothing then', () => {
  type('roy');
  rest();
  comes('roy');
  comes(undefined);
  expect(box().value).toBe('');
  rest();
  comes('roy');
  expect(box().value).toBe('roy');
  rest();
  expect(asked).toHaveBeenCalledTimes(1);
});

it('is emptied again before the address has followed', () => {
  type('roy');
  rest();
  type('');
  rest();
  expect(asked).toHaveBeenLastCalledWith(undefined);
  comes('roy');
  comes(undefined);
  expect(box().value).toBe('');
});
