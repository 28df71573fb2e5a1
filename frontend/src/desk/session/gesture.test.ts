import { renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useGestureKey } from './gesture';

it('keeps the key over retries and changes it with the gesture', () => {
  const { result, rerender } = renderHook(() => useGestureKey());
  const first = result.current({ delta: 1 });
  rerender();
  expect(result.current({ delta: 1 })).toBe(first);
  expect(result.current({ delta: 2 })).not.toBe(first);
});
