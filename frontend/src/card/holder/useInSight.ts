import { type RefObject, useEffect, useRef, useState } from 'react';

/** Whether the greater part of an element is on the screen. */
export function useInSight<E extends Element>(): [RefObject<E | null>, boolean] {
  const element = useRef<E>(null);
  const [inSight, setInSight] = useState(true);
  useEffect(() => {
    if (!element.current || !('IntersectionObserver' in window)) return;
    const observer = new IntersectionObserver(
      ([entry]) => setInSight((entry?.intersectionRatio ?? 0) > 0.6),
      { threshold: [0, 0.6, 1] },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, inSight];
}
