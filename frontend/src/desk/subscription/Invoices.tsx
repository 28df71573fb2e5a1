import { useInfiniteQuery } from '@tanstack/react-query';
import type { Invoice } from '../../api/billing';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { money } from '../../i18n/money';
import { Badge } from '../../ui/Badge';
import type { Tone } from '../../ui/Banner';
import { ButtonLink } from '../../ui/Button';
import { More } from '../../ui/More';
import { type Column, Table } from '../../ui/Table';
import { useMay } from '../session/me';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { invoicesQuery } from './queries';
import styles from './Subscription.module.css';
import { texts } from './texts';

const STATES = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const;
type State = (typeof STATES)[number];

const TONE: Partial<Record<State, Tone>> = { open: 'warn', paid: 'ok', uncollectible: 'danger' };

export function Invoices() {
  const t = useTexts(texts).invoices;
  const query = useInfiniteQuery(invoicesQuery);
  const columns = useColumns();
  return (
    <section className={styles.section} aria-labelledby="invoices">
      <h2 id="invoices">{t.title}</h2>
      <Loaded query={query} lines={3}>
        {(data) => {
          const invoices = data.pages.flatMap(({ items }) => items);
          if (invoices.length === 0) return <p className={styles.note}>{t.none}</p>;
          return (
            <>
              <Table caption={t.title} columns={columns} rows={invoices} rowKey={({ id }) => id} />
              <More query={query}>{t.more}</More>
              <p className={styles.note}>{t.kept}</p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function useColumns(): Column<Invoice>[] {
  const t = useTexts(texts).invoices;
  const mayWrite = useMay('billing:write');
  const { language } = useLanguage();
  const { date } = useFormats();
  return [
    {
      key: 'number',
      header: t.number,
      cell: ({ number, issued_at: at }) => (
        <>
          {number ?? t.draft}
          {at && (
            <span className={styles.detail}>
              <time dateTime={at}>{date(at)}</time>
            </span>
          )}
        </>
      ),
    },
    {
      key: 'state',
      header: t.status,
      secondary: 'folded',
      cell: (invoice) => <InvoiceState invoice={invoice} />,
    },
    {
      key: 'total',
      header: t.total,
      align: 'end',
      cell: ({ total, tax, currency }) => (
        <>
          {money(language, total, currency)}
          {tax > 0 && (
            <span className={styles.detail}>{t.tax(money(language, tax, currency))}</span>
          )}
        </>
      ),
    },
    {
      key: 'files',
      header: t.pdf,
      align: 'end',
      cell: ({ number, status, hosted_url: page, pdf_url: pdf }) => (
        <span className={styles.files}>
          {mayWrite && status === 'open' && page && (
            <ButtonLink
              href={page}
              target="_blank"
              rel="noopener noreferrer"
              size="small"
              aria-label={t.openOf(number ?? t.draft)}
            >
              {t.open}
            </ButtonLink>
          )}
          {pdf && (
            <ButtonLink
              href={pdf}
              target="_blank"
              rel="noopener noreferrer"
              variant="secondary"
              size="small"
              aria-label={t.pdfOf(number ?? t.draft)}
            >
              {t.pdf}
            </ButtonLink>
          )}
        </span>
      ),
    },
  ];
}

function InvoiceState({ invoice }: { invoice: Invoice }) {
  const t = useTexts(texts).invoices;
  const { language } = useLanguage();
  const { status, currency, amount_refunded: back, amount_credited: credit, disputed } = invoice;
  const state = STATES.find((each) => each === status);
  const remarks = [
    back > 0 && t.refunded(money(language, back, currency)),
    credit > 0 && t.credited(money(language, credit, currency)),
    disputed && t.disputed,
  ].filter(Boolean);
  return (
    <>
      <Badge tone={(state && TONE[state]) ?? 'plain'}>{state ? t.states[state] : status}</Badge>
      {remarks.length > 0 && <span className={styles.detail}>{remarks.join(', ')}</span>}
    </>
  );
}
