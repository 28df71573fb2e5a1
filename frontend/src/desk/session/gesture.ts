import { useRef } from 'react';
import { newGestureKey } from '../../api/http';

/**
 * One key for one gesture: sending the same thing again after a lost answer must not count twice, while
 * the corrected form is another gesture with a key of its own.
 */
export function useGestureKey(): (body: unknown) => string {
  const last = useRef({ body: '', key: '' });
  return (body) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text) last.current = { body: text, key: newGestureKey() };
    return last.current.key;
  };
}
