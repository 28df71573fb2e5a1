import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { HoldStatus, LegalHold } from '../../api/retention';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Select } from '../../ui/Field';
import { More } from '../../ui/More';
import { Table } from '../../ui/Table';
import { PrivacyNav } from '../privacy/PrivacyNav';
import { useMay } from '../session/me';
import { Page } from '../shell/Page';
import { Loaded } from '../shell/states';
import styles from './Holds.module.css';
import { LiftHold } from './LiftHold';
import { PlaceHold } from './PlaceHold';
import { holdsQuery } from './queries';
import { texts } from './texts';
import { useHoldColumns } from './useHoldColumns';

const route = getRouteApi('/office/privacy/holds');

export function HoldList() {
  const t = useTexts(texts);
  const mayRead = useMay('privacy:read');
  const mayWrite = useMay('privacy:write');
  const { new: isNew } = route.useSearch();
  const navigate = route.useNavigate();
  const ask = (open: boolean) =>
    void navigate({ search: (now) => ({ ...now, new: open ? 'yes' : undefined }) });
  return (
    <Page
      title={t.title}
      lead={mayRead && t.lead}
      actions={
        mayWrite && (
          <Button icon="lock" onClick={() => ask(true)}>
            {t.new}
          </Button>
        )
      }
    >
      <PrivacyNav />
      {mayRead ? <Holds /> : <EmptyState icon="lock" title={t.notAllowed} />}
      {mayWrite && isNew && <PlaceHold onClose={() => ask(false)} />}
    </Page>
  );
}

function Holds() {
  const t = useTexts(texts);
  const { status = 'in_force' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(holdsQuery(status));
  const [lifting, setLifting] = useState<LegalHold | null>(null);
  const columns = useHoldColumns(setLifting);
  const choose = (chosen: string) =>
    void navigate({
      search: { status: (chosen as HoldStatus) === 'ended' ? 'ended' : undefined },
      replace: true,
    });
  return (
    <div className={styles.stack}>
      <div className={styles.filters}>
        <Select label={t.show} value={status} onChange={({ target }) => choose(target.value)}>
          <option value="in_force">{t.status.in_force}</option>
          <option value="ended">{t.status.ended}</option>
        </Select>
      </div>
      <Loaded query={query} lines={4}>
        {(data) => {
          const holds = data.pages.flatMap(({ items }) => items);
          if (holds.length === 0) {
            return (
              <EmptyState icon="lock" title={t.none}>
                <p>{status === 'ended' ? t.noneEnded : t.noneText}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <Table caption={t.title} columns={columns} rows={holds} rowKey={({ id }) => id} />
              <More query={query}>{t.more}</More>
            </>
          );
        }}
      </Loaded>
      {lifting && <LiftHold hold={lifting} onClose={() => setLifting(null)} />}
    </div>
  );
}
