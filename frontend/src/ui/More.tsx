import type { ReactNode } from 'react';
import { Button } from './Button';

interface MoreProps {
  /** A list that comes page by page. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  children: ReactNode;
}

/** Brings the next page of a list; not there when there is none. */
export function More({ query, children }: MoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <div>
      <Button
        variant="secondary"
        busy={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {children}
      </Button>
    </div>
  );
}
