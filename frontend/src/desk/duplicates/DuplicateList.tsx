import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Duplicate, dismissDuplicate } from '../../api/duplicates';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Badge } from '../../ui/Badge';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Sheet } from '../../ui/Sheet';
import { StatusLine } from '../../ui/StatusLine';
import { NotebookNav } from '../customers/NotebookNav';
import { nameOf, shownPhone } from '../customers/names';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import styles from './Duplicates.module.css';
import { Merges } from './Merges';
import { duplicatesQuery } from './queries';
import { texts } from './texts';

export function DuplicateList() {
  const t = useTexts(texts);
  const mayMerge = useMay('customers:merge');
  return (
    <Page title={t.title} lead={mayMerge && t.lead}>
      <NotebookNav />
      {mayMerge ? (
        <div className={styles.stack}>
          <Pairs />
          <Merges />
        </div>
      ) : (
        <EmptyState icon="lock" title={t.notAllowed} />
      )}
    </Page>
  );
}

function Pairs() {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const query = useInfiniteQuery(duplicatesQuery);
  const dismiss = useMutation({
    mutationFn: dismissDuplicate,
    onSuccess: () => queries.invalidateQueries({ queryKey: duplicatesQuery.queryKey }),
  });
  return (
    <>
      <StatusLine>{dismiss.isSuccess && t.dismissed}</StatusLine>
      <Refusal error={dismiss.error} />
      <Loaded query={query} lines={6}>
        {(data) => {
          const pairs = data.pages.flatMap(({ items }) => items);
          if (pairs.length === 0) {
            return (
              <EmptyState icon="check" title={t.none}>
                <p>{t.noneText}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <ul className={styles.stack}>
                {pairs.map((pair) => (
                  <li key={pair.id}>
                    <Pair
                      pair={pair}
                      busy={dismiss.isPending && dismiss.variables === pair.id}
                      onDismiss={() => dismiss.mutate(pair.id)}
                    />
                  </li>
                ))}
              </ul>
              {query.hasNextPage && (
                <div>
                  <Button
                    variant="secondary"
                    busy={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {t.more}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

interface PairProps {
  pair: Duplicate;
  busy: boolean;
  onDismiss: () => void;
}

function Pair({ pair, busy, onDismiss }: PairProps) {
  const t = useTexts(texts);
  const [a, b] = pair.customers;
  if (!a || !b) return null;
  const names = [nameOf(a, t.nameless), nameOf(b, t.nameless)] as const;
  // The one with more to it is proposed to stay.
  const [keep, merge] = b.visits > a.visits ? [b, a] : [a, b];
  return (
    <Sheet className={styles.pair} aria-label={t.pairOf(...names)}>
      <p className={styles.reasons}>
        {pair.reason.map((reason) => (
          <Badge key={reason} tone="warn">
            {t.reasons[reason] ?? reason}
          </Badge>
        ))}
      </p>
      <div className={styles.sides}>
        {pair.customers.map((customer) => (
          <Short key={customer.id} customer={customer} />
        ))}
      </div>
      <div className={styles.actions}>
        <Button variant="quiet" aria-label={t.dismissOf(...names)} busy={busy} onClick={onDismiss}>
          {t.dismiss}
        </Button>
        <Link
          to="/customers/merge"
          search={{ keep: keep.id, merge: merge.id }}
          className={look({ variant: 'secondary' })}
          aria-label={t.compareOf(...names)}
        >
          {t.compare}
        </Link>
      </div>
    </Sheet>
  );
}

export function Short({ customer }: { customer: Customer }) {
  const t = useTexts(texts);
  const { date } = useFormats();
  const lines = [
    shownPhone(customer.phone),
    customer.email,
    customer.company,
    customer.address?.city,
    `${t.facts.visits(customer.visits)}, ${t.facts.since(date(customer.created_at))}`,
  ];
  return (
    <div className={styles.short}>
      <Link to="/customers/$customerId" params={{ customerId: customer.id }}>
        {nameOf(customer, t.nameless)}
      </Link>
      {lines.filter(Boolean).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
