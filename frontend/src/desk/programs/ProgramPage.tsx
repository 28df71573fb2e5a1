import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Program } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Frozen } from '../shell/Frozen';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import { useFormats } from '../shell/useFormats';
import { DirtyContext } from './dirty';
import { Lifecycle } from './Lifecycle';
import styles from './ProgramPage.module.css';
import { programQuery } from './queries';
import { Status } from './Status';
import { texts } from './texts';

const route = getRouteApi('/office/programs/$programId');

export function ProgramPage() {
  const t = useTexts(texts);
  const { programId } = route.useParams();
  const query = useQuery(programQuery(programId));
  const [dirty, setDirty] = useState(false);
  const context = useMemo(() => ({ dirty, setDirty }), [dirty]);
  return (
    <DirtyContext value={context}>
      <Loaded query={query} lines={8} page={t.list.title} missing={t.missing}>
        {({ data }) => <Parts key={programId} program={data} />}
      </Loaded>
    </DirtyContext>
  );
}

function Parts({ program }: { program: Program }) {
  const t = useTexts(texts);
  const params = { programId: program.id };
  return (
    <Page
      title={program.name}
      beside={
        <>
          <Status status={program.status} />
          <Frozen when={program.frozen} />
        </>
      }
      lead={<StatusHelp program={program} />}
      back={{ link: { to: '/programs' }, label: t.list.title }}
      actions={<Lifecycle program={program} />}
    >
      <nav className={styles.tabs} aria-label={t.tabs.label}>
        <Link to="/programs/$programId" params={params} activeOptions={{ exact: true }}>
          {t.tabs.design}
        </Link>
        <Link to="/programs/$programId/poster" params={params}>
          {t.tabs.poster}
        </Link>
        <Link to="/programs/$programId/history" params={params}>
          {t.tabs.history}
        </Link>
      </nav>
      <Outlet />
    </Page>
  );
}

function StatusHelp({ program: { status, redeem_until } }: { program: Program }) {
  const t = useTexts(texts).statusHelp;
  const { date } = useFormats();
  return (
    <p>{status === 'closing' ? t.closing(redeem_until ? date(redeem_until) : '') : t[status]}</p>
  );
}
