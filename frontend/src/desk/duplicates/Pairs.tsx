import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { dismissDuplicate, restoreDuplicate } from '../../api/duplicates';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { StatusLine } from '../../ui/StatusLine';
import { useMay } from '../session/me';
import { Loaded, Refusal } from '../shell/states';
import styles from './Duplicates.module.css';
import { Pair } from './Pair';
import { duplicatesQuery } from './queries';
import { texts } from './texts';

/** The pairs to decide about, or those of whom somebody said that they are two people. */
export function Pairs({ dismissed }: { dismissed: boolean }) {
  const t = useTexts(texts);
  const mayMerge = useMay('customers:merge');
  const queries = useQueryClient();
  const query = useInfiniteQuery(duplicatesQuery(dismissed));
  const decide = useMutation({
    mutationFn: ({ id, two }: { id: string; two: boolean }) =>
      two ? dismissDuplicate(id) : restoreDuplicate(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['duplicates'] }),
  });
  const last = decide.isSuccess ? decide.variables : undefined;
  return (
    <div className={styles.stack}>
      <StatusLine
        action={
          last && (
            <Button
              size="small"
              variant="quiet"
              icon="undo"
              onClick={() => decide.mutate({ id: last.id, two: !last.two })}
            >
              {t.undo}
            </Button>
          )
        }
      >
        {last && (last.two ? t.dismissed : t.restored)}
      </StatusLine>
      <Refusal error={decide.error} />
      <Loaded query={query} lines={6}>
        {(data) => {
          const pairs = data.pages.flatMap(({ items }) => items);
          if (pairs.length === 0) {
            const [title, text] = dismissed
              ? [t.noneDismissed, t.noneDismissedText]
              : [t.none, t.noneText];
            return (
              <EmptyState icon="check" title={title}>
                <p>{text}</p>
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
                      busy={decide.isPending && decide.variables.id === pair.id}
                      onDecide={
                        mayMerge ? () => decide.mutate({ id: pair.id, two: !dismissed }) : undefined
                      }
                    />
                  </li>
                ))}
              </ul>
              <More query={query}>{t.more}</More>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
