import { type RefObject, useEffect, useRef } from 'react';

/**
 * For what appears because of `cause`, and may do so out of sight: brings it into view. In a form with
 * a field that is wrong the field comes, with the focus.
 */
export function useIntoView(cause: unknown): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!cause) return;
    const form = place.current?.closest('form');
    const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else place.current?.scrollIntoView({ block: 'nearest' });
  }, [cause]);
  return place;
}
