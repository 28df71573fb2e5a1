import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiProblem, NetworkProblem } from '../../api/problems';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import { Brand } from '../../ui/Brand';
import { Button, look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { Page } from './Page';
import styles from './Page.module.css';
import { isRefusedByPlan, PlanRefusal } from './PlanRefusal';
import { texts } from './texts';
import { useIntoView } from './useIntoView';

type Query<T> = Pick<
  UseQueryResult<T> | UseInfiniteQueryResult<T>,
  'data' | 'error' | 'isFetching' | 'refetch'
>;

interface LoadedProps<T> {
  query: Query<T>;
  /** How much room the content will take, in skeleton lines. */
  lines?: number;
  /** The screen's title until its content brings its own. */
  page?: string;
  /** What to say when it does not exist. */
  missing?: string;
  children: (data: T) => ReactNode;
}

/** The four faces of what comes from the API: waiting, refused, failed, here. */
export function Loaded<T>({ page, children, ...rest }: LoadedProps<T>) {
  const { query } = rest;
  // What we have stays on the screen when reading it again fails.
  if (query.data !== undefined) return children(query.data);
  const instead = <NotYet {...rest} />;
  return page ? <Page title={page}>{instead}</Page> : instead;
}

function NotYet<T>({ query, lines = 4, missing }: Omit<LoadedProps<T>, 'page' | 'children'>) {
  const { language } = useLanguage();
  const t = useTexts(texts).state;
  if (!query.error) return <Skeleton label={t.loading} lines={lines} />;
  if (isRefusedByPlan(query.error)) return <PlanRefusal problem={query.error} />;
  const status = query.error instanceof ApiProblem ? query.error.status : 0;
  if (status === 403) {
    return (
      <EmptyState icon="lock" title={t.forbiddenTitle}>
        {t.forbiddenText}
      </EmptyState>
    );
  }
  // An id that is none answers 422; to whoever followed the link it is the same.
  if (status === 404 || (missing && status === 422)) {
    return (
      <EmptyState
        icon="search"
        title={missing ?? t.notFoundTitle}
        action={
          missing && (
            <Link to=".." className={look({ variant: 'secondary' })}>
              {t.toList}
            </Link>
          )
        }
      >
        {t.notFoundText}
      </EmptyState>
    );
  }
  return (
    <Banner
      tone="danger"
      role="alert"
      title={t.errorTitle}
      action={
        <Button
          variant="secondary"
          icon="refresh"
          busy={query.isFetching}
          onClick={() => void query.refetch()}
        >
          {t.retry}
        </Button>
      }
    >
      <p>{problemText(query.error, language)}</p>
    </Banner>
  );
}

export function Waiting() {
  return <Skeleton label={useTexts(texts).state.loading} lines={5} />;
}

/** A refused action, in its place; silent while there is none. */
export function Refusal({ error }: { error: unknown }) {
  const { language } = useLanguage();
  const place = useIntoView(error);
  if (!error) return null;
  return (
    <div ref={place} className={styles.refusal}>
      {isRefusedByPlan(error) ? (
        <PlanRefusal problem={error} />
      ) : (
        <Banner tone="danger" role="alert">
          <p>{problemText(error, language)}</p>
        </Banner>
      )}
    </div>
  );
}

/** Outside of any frame, so it brings its own main. */
export function LostOutside() {
  return (
    <main id="main" tabIndex={-1} className={styles.outside}>
      <NotFound />
    </main>
  );
}

/** Where not even who is there could be asked. */
export function CrashedOutside(props: ErrorComponentProps) {
  return (
    <main id="main" tabIndex={-1} className={styles.outside}>
      <Brand />
      <Crashed {...props} />
    </main>
  );
}

export function NotFound() {
  const t = useTexts(texts).state;
  return (
    <Page title={t.notFoundTitle}>
      <EmptyState
        icon="search"
        title={t.notFoundText}
        action={
          <Link to="/" className={look({})}>
            {t.toHome}
          </Link>
        }
      />
    </Page>
  );
}

/** A screen that fell over, or whose code did not arrive: the rest of the desk stays usable. */
export function Crashed({ error }: ErrorComponentProps) {
  const { language } = useLanguage();
  const t = useTexts(texts).state;
  const router = useRouter();
  const unanswered = error instanceof ApiProblem || error instanceof NetworkProblem;
  return (
    <Banner
      tone="danger"
      role="alert"
      title={unanswered ? t.errorTitle : t.crashedTitle}
      action={
        <Button
          variant="secondary"
          icon="refresh"
          onClick={() => (unanswered ? void router.invalidate() : window.location.reload())}
        >
          {unanswered ? t.retry : t.reload}
        </Button>
      }
    >
      <p>{unanswered ? problemText(error, language) : t.crashedText}</p>
    </Banner>
  );
}
