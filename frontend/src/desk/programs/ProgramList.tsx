import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Program, ProgramStatus } from '../../api/types';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { look } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { useMay } from '../session/me';
import { Frozen } from '../shell/Frozen';
import { Page } from '../shell/Page';
import { ProgramFace } from '../shell/ProgramFace';
import { Loaded } from '../shell/states';
import styles from './ProgramList.module.css';
import { programsQuery } from './queries';
import { Status } from './Status';
import { texts } from './texts';

const ORDER: readonly ProgramStatus[] = ['active', 'draft', 'closing', 'archived'];

export function ProgramList() {
  const t = useTexts(texts);
  const query = useQuery(programsQuery);
  const mayWrite = useMay('programs:write');
  const newProgram = (label: string) => (
    <Link to="/programs/new" className={look({})}>
      <Icon name="plus" />
      {label}
    </Link>
  );
  return (
    <Page
      title={t.list.title}
      lead={t.list.lead}
      actions={mayWrite && query.data && query.data.length > 0 && newProgram(t.list.new)}
    >
      <Loaded query={query} lines={6}>
        {(programs) =>
          programs.length === 0 ? (
            <EmptyState
              icon="card"
              title={t.list.emptyTitle}
              action={mayWrite && newProgram(t.list.emptyAction)}
            >
              <p>{t.list.emptyText}</p>
            </EmptyState>
          ) : (
            <ul className={styles.grid}>
              {inOrder(programs).map((program) => (
                <Item key={program.id} program={program} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {!mayWrite && <p className={styles.note}>{t.readOnly}</p>}
    </Page>
  );
}

function Item({ program }: { program: Program }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { rewards } = program;
  const units = unitsIn(language, program);
  return (
    <li className={styles.item}>
      <div className={program.status === 'archived' ? styles.past : undefined} aria-hidden="true">
        <ProgramFace program={program} balance={Math.ceil(program.slots * 0.4)} progress="" />
      </div>
      <div className={styles.words}>
        <h2>
          <Link to="/programs/$programId" params={{ programId: program.id }}>
            {program.name}
          </Link>
        </h2>
        <Status status={program.status} />
        <Frozen when={program.frozen} />
      </div>
      <p className={styles.note}>
        {rewards.length === 0
          ? t.list.rewards(0)
          : rewards.map(({ name, cost }) => t.history.rewardLine(name, units(cost))).join(' · ')}
      </p>
    </li>
  );
}

/** What runs now first, what is over last; within that the newest first. */
export function inOrder(programs: readonly Program[]): Program[] {
  return [...programs].sort(
    (a, b) =>
      ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || b.created_at.localeCompare(a.created_at),
  );
}
