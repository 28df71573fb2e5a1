import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { downloadAudit } from '../../api/audit';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { More } from '../../ui/More';
import { Sheet } from '../../ui/Sheet';
import { saveFile } from '../../ui/saveFile';
import { useMay } from '../session/me';
import settings from '../settings/Settings.module.css';
import { Loaded, Refusal } from '../shell/states';
import styles from './Journal.module.css';
import { JournalFilters } from './JournalFilters';
import { JournalTable } from './JournalTable';
import { journalQuery } from './queries';
import { isNarrowed, wishOf } from './search';
import { texts } from './texts';
import { Verified } from './Verified';

const route = getRouteApi('/office/settings/journal');

/** Who has done what, and how far it is proven. */
export function Journal() {
  const t = useTexts(texts);
  const mayRead = useMay('audit:read');
  return mayRead ? <Lines /> : <EmptyState icon="lock" title={t.forbidden} />;
}

function Lines() {
  const t = useTexts(texts);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({ ...journalQuery(search), placeholderData: keepPreviousData });
  const file = useMutation({
    mutationFn: () => downloadAudit(wishOf(search)),
    onSuccess: (blob) => saveFile(blob, 'journal.csv'),
  });
  const narrowed = isNarrowed(search);
  return (
    <Sheet className={settings.section} aria-labelledby="journal">
      <div className={settings.head}>
        <div>
          <h2 id="journal">{t.title}</h2>
          <p className={settings.lead}>{t.lead}</p>
        </div>
        <Button
          variant="secondary"
          icon="download"
          busy={file.isPending}
          onClick={() => file.mutate()}
        >
          {t.download}
        </Button>
      </div>
      <Refusal error={file.error} />
      <Verified />
      <JournalFilters
        search={search}
        onChange={(next) => void navigate({ search: { ...search, ...next }, replace: true })}
      />
      <Loaded query={query} lines={8}>
        {(data) => {
          const events = data.pages.flatMap(({ items }) => items);
          if (events.length === 0) {
            return narrowed ? (
              <EmptyState
                icon="search"
                title={t.none}
                action={
                  <Button variant="secondary" onClick={() => void navigate({ search: {} })}>
                    {t.filters.reset}
                  </Button>
                }
              >
                <p>{t.noneText}</p>
              </EmptyState>
            ) : (
              <EmptyState icon="history" title={t.empty}>
                <p>{t.emptyText}</p>
              </EmptyState>
            );
          }
          return (
            <div className={styles.lines}>
              <JournalTable events={events} oneSubject={search.subject !== undefined} />
              <More query={query}>{t.more}</More>
            </div>
          );
        }}
      </Loaded>
    </Sheet>
  );
}
