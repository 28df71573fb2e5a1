import { act, fireEvent, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useReturn } from './useReturn';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('goes back to work by itself', () => {
  const leave = vi.fn();
  renderHook(() => useReturn(true, leave));
  act(() => vi.advanceTimersByTime(4_000));
  expect(leave).toHaveBeenCalledOnce();
});

it('does not hurry somebody who touches the screen', () => {
  const leave = vi.fn();
  renderHook(() => useReturn(true, leave));
  act(() => vi.advanceTimersByTime(1_000));
  fireEvent.pointerDown(window);
  act(() => vi.advanceTimersByTime(60_000));
  expect(leave).not.toHaveBeenCalled();
});

it('waits where there is something left to do', () => {
  const leave = vi.fn();
  renderHook(() => useReturn(false, leave));
  act(() => vi.advanceTimersByTime(60_000));
  expect(leave).not.toHaveBeenCalled();
});
