import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { cancelImport, type Import } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { Page } from '../shell/Page';
import { Loaded, Refusal } from '../shell/states';
import { CheckResult } from './CheckResult';
import { ImportState } from './ImportState';
import styles from './Imports.module.css';
import { MappingForm } from './MappingForm';
import { isBusy, STEPS, type StepName, stepOf } from './mapping';
import { Outcome } from './Outcome';
import { Progress } from './Progress';
import { importQuery } from './queries';
import { texts } from './texts';

const route = getRouteApi('/office/customers/imports/$importId');

export function ImportPage() {
  const t = useTexts(texts);
  const { importId } = route.useParams();
  const query = useQuery(importQuery(importId));
  return (
    <Loaded query={query} lines={8} page={t.title} missing={t.page.notFound}>
      {(stored) => <Way key={importId} stored={stored} />}
    </Loaded>
  );
}

/** One import from its file to its result; which step stands on the screen follows its state. */
function Way({ stored }: { stored: Import }) {
  const t = useTexts(texts).page;
  const [revisiting, setRevisiting] = useState(false);
  const step = stepOf(stored, revisiting);
  return (
    <Page
      title={stored.filename ?? t.nameless}
      beside={<ImportState status={stored.status} />}
      back={{ link: { to: '/customers/imports' }, label: t.back }}
      lead={<Reading stored={stored} />}
      actions={(step === 'mapping' || stored.status === 'checked') && <Discard id={stored.id} />}
    >
      <div className={styles.stack}>
        <Steps now={step} complete={stored.status === 'done'} />
        {step === 'mapping' ? (
          <MappingForm stored={stored} onChecking={() => setRevisiting(false)} />
        ) : isBusy(stored.status) ? (
          <Progress stored={stored} />
        ) : stored.status === 'checked' ? (
          <CheckResult stored={stored} onChange={() => setRevisiting(true)} />
        ) : (
          <Outcome stored={stored} />
        )}
      </div>
    </Page>
  );
}

/** How the file was understood: encoding and separator were found out, so they are shown. */
function Reading({ stored }: { stored: Import }) {
  const t = useTexts(texts).page;
  const separator = stored.delimiter && t.separated[stored.delimiter];
  const how = [
    stored.format.toUpperCase(),
    stored.encoding?.toUpperCase(),
    separator && t.by(separator),
  ];
  if (stored.rows === null) return how.filter(Boolean).join(' · ');
  return t.read(stored.rows, how.filter(Boolean).join(' · '));
}

function Steps({ now, complete }: { now: StepName; complete: boolean }) {
  const t = useTexts(texts).page;
  const place = complete ? STEPS.length : STEPS.indexOf(now);
  return (
    <ol className={styles.steps} aria-label={t.steps}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={cx(index < place && styles.past)}
          aria-current={step === now ? 'step' : undefined}
        >
          <span className={styles.dot}>
            {index < place ? <Icon name="check" size={16} /> : index + 1}
          </span>
          {t.step[step]}
        </li>
      ))}
    </ol>
  );
}

function Discard({ id }: { id: string }) {
  const t = useTexts(texts).page;
  const queries = useQueryClient();
  const discard = useMutation({
    mutationFn: () => cancelImport(id),
    onSuccess: (cancelled) => {
      queries.setQueryData(importQuery(id).queryKey, cancelled);
      void queries.invalidateQueries({ queryKey: ['imports', 'list'] });
    },
  });
  return (
    <>
      <Button variant="secondary" busy={discard.isPending} onClick={() => discard.mutate()}>
        {t.discard}
      </Button>
      <Refusal error={discard.error} />
    </>
  );
}
