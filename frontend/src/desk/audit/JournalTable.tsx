import { Link, type LinkProps } from '@tanstack/react-router';
import type { AuditEvent } from '../../api/audit';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { type Column, Table } from '../../ui/Table';
import { useFormats } from '../shell/useFormats';
import styles from './Journal.module.css';
import { say } from './say';
import { texts } from './texts';

interface JournalTableProps {
  events: AuditEvent[];
  /** All of them are about one thing already. */
  oneSubject: boolean;
}

export function JournalTable({ events, oneSubject }: JournalTableProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { date, time, number } = useFormats();
  const columns: Column<AuditEvent>[] = [
    {
      key: 'what',
      header: t.columns.what,
      cell: (event) => (
        <What event={event} sentence={say(event, language)} oneSubject={oneSubject} />
      ),
    },
    {
      key: 'when',
      header: t.columns.when,
      align: 'end',
      cell: ({ at }) => (
        <time dateTime={at} className={styles.when}>
          {date(at)} <span>{time(at)}</span>
        </time>
      ),
    },
    {
      key: 'seal',
      header: t.columns.seal,
      align: 'end',
      secondary: true,
      cell: ({ place }) => (place === null ? t.soon : t.place(number(place))),
    },
  ];
  return <Table caption={t.title} columns={columns} rows={events} rowKey={({ id }) => id} />;
}

function target({ subject: { type, id } }: AuditEvent): [keyof Opened, LinkProps] | null {
  if (type === 'customer') {
    return ['customer', { to: '/customers/$customerId', params: { customerId: id } }];
  }
  if (type === 'program') {
    return ['program', { to: '/programs/$programId', params: { programId: id } }];
  }
  if (type === 'import') {
    return ['import', { to: '/customers/imports/$importId', params: { importId: id } }];
  }
  return null;
}

type Opened = (typeof texts)['fr']['open'];

interface WhatProps {
  event: AuditEvent;
  sentence: string;
  oneSubject: boolean;
}

function What({ event, sentence, oneSubject }: WhatProps) {
  const t = useTexts(texts);
  const found = target(event);
  return (
    <>
      <span className={styles.sentence}>{sentence}</span>
      <span className={styles.links}>
        {found && (
          <Link {...found[1]} aria-label={t.openOf(t.open[found[0]], sentence)}>
            {t.open[found[0]]}
          </Link>
        )}
        {!oneSubject && (
          <Link
            to="/settings/journal"
            search={{ subject: event.subject.id }}
            aria-label={t.onlyOf(sentence)}
          >
            {t.only}
          </Link>
        )}
      </span>
    </>
  );
}
