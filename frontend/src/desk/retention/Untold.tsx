import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../i18n/LanguageProvider';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { Table } from '../../ui/Table';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { unreachableQuery } from './queries';
import styles from './Retention.module.css';
import { texts } from './texts';

/** Who will be erased and has no address to be told at: the team can tell them. */
export function Untold() {
  const t = useTexts(texts).unreachable;
  const { date } = useFormats();
  const query = useInfiniteQuery(unreachableQuery);
  return (
    <Sheet className={styles.panel} aria-labelledby="untold">
      <h2 id="untold">{t.title}</h2>
      <p className={styles.hint}>{t.lead}</p>
      <Loaded query={query} lines={3}>
        {(data) => {
          const people = data.pages.flatMap(({ items }) => items);
          if (people.length === 0) return <p className={styles.nothing}>{t.none}</p>;
          return (
            <>
              <Table
                caption={t.title}
                rows={people}
                rowKey={({ customer_id: id }) => id}
                columns={[
                  {
                    key: 'who',
                    header: t.who,
                    cell: ({ customer_id: customerId, name }) => (
                      <Link to="/customers/$customerId" params={{ customerId }}>
                        {name || t.nameless}
                      </Link>
                    ),
                  },
                  {
                    key: 'due',
                    header: t.due,
                    align: 'end',
                    cell: ({ due_at: at }) => <time dateTime={at}>{date(at)}</time>,
                  },
                ]}
              />
              <More query={query}>{t.more}</More>
            </>
          );
        }}
      </Loaded>
    </Sheet>
  );
}
