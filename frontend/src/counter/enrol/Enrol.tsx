import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NetworkProblem } from '../../api/problems';
import type { CardWithPage } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { problemText } from '../../i18n/problemText';
import { Banner } from '../../ui/Banner';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Skeleton } from '../../ui/Skeleton';
import { useMay } from '../counter';
import { programsQuery } from '../home/queries';
import { back, type Prefill } from '../navigation';
import { Heading } from '../shell/Heading';
import { texts as counterTexts } from '../texts';
import { EnrolForm } from './EnrolForm';
import { Enrolled } from './Enrolled';
import { texts } from './texts';

/** Twenty seconds: a first name is enough, and not even that is required. */
export function Enrol({ prefill = {} }: { prefill?: Prefill | undefined }) {
  const t = useTexts(texts);
  const c = useTexts(counterTexts);
  const { language } = useLanguage();
  const mayEditDesk = useMay('programs:write');
  const programs = useQuery(programsQuery);
  const [created, setCreated] = useState<CardWithPage | null>(null);
  if (created) return <Enrolled card={created} />;
  const heading = <Heading back={{ label: c.back, go: back }}>{t.title}</Heading>;
  if (programs.isPending) {
    return (
      <>
        {heading}
        <Skeleton label={c.loading} lines={4} height="3rem" />
      </>
    );
  }
  if (!programs.data) {
    return (
      <>
        {heading}
        <Banner
          tone="danger"
          role="alert"
          action={
            <Button variant="secondary" onClick={() => programs.refetch()}>
              {c.retry}
            </Button>
          }
        >
          {programs.error instanceof NetworkProblem
            ? t.offline
            : problemText(programs.error, language)}
        </Banner>
      </>
    );
  }
  const { items } = programs.data;
  if (items.length === 0) {
    return (
      <>
        {heading}
        <EmptyState
          icon="card"
          title={t.noProgramTitle}
          action={mayEditDesk && <ButtonLink href="/">{t.openDesk}</ButtonLink>}
        >
          {t.noProgram}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      {heading}
      <EnrolForm programs={items} prefill={prefill} onCreated={setCreated} />
    </>
  );
}
