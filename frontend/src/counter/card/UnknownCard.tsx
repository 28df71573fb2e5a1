import { useQueryClient } from '@tanstack/react-query';
import type { Page, Program } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { formatNumber } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { useMay } from '../counter';
import { programsQuery } from '../home/queries';
import { back, replace } from '../navigation';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import styles from './CardView.module.css';
import { Made } from './Made';
import { RefusalNotice } from './Notices';
import { StampActions } from './StampActions';
import { texts } from './texts';
import { useOperation } from './useOperation';
import { useReturn } from './useReturn';

const NUMBER_LENGTH = 8;

/** No network, and this device never saw the card: a stamp is still worth keeping. */
export function UnknownCard({ reference, from }: { reference: string; from: 'home' | 'scan' }) {
  const t = useTexts(texts);
  const number = reference.length === NUMBER_LENGTH ? reference : null;
  const mayStamp = useMay('cards:write');
  const { operation, make } = useOperation(reference, number);
  const { usual, most } = useLikelyRules();
  const made = operation.kind === 'made' ? operation : null;
  const leave = () =>
    replace(
      from === 'scan' ? { screen: 'scan', again: true } : { screen: 'home', served: Date.now() },
    );
  const returning = useReturn(made !== null, leave);
  return (
    <>
      <Heading back={{ label: t.home, go: back }} detail={number && t.number(formatNumber(number))}>
        {t.unknownTitle}
      </Heading>
      {made ? (
        <Made operation={made} card={null} />
      ) : (
        <Banner tone="info" icon="offline" role="status" title={t.offlineUnknown.title}>
          {t.offlineUnknown.text}
        </Banner>
      )}
      {operation.kind === 'refused' && <RefusalNotice refusal={operation.refusal} />}
      <Banner tone="info" icon="gift" title={t.offlineRedeem.title}>
        {t.offlineRedeem.text}
      </Banner>
      <Dock>
        {made ? (
          <div className={styles.after}>
            <Button
              size="large"
              icon={from === 'scan' ? 'scan' : 'check'}
              className={returning ? styles.returning : undefined}
              onClick={leave}
            >
              {from === 'scan' ? t.scanNext : t.done}
            </Button>
          </div>
        ) : (
          mayStamp && (
            <StampActions
              program={{ kind: 'stamps', rules: { units_per_visit: usual } }}
              most={most}
              busy={operation.kind === 'sending'}
              onStamp={(units) => make({ kind: 'earn', units }, null)}
            />
          )
        )}
      </Dock>
    </>
  );
}

/** Which program the card belongs to is not known: the rules that all of them would accept. */
function useLikelyRules(): { usual: number; most: number } {
  const programs = useQueryClient().getQueryData<Page<Program>>(programsQuery.queryKey)?.items;
  if (!programs?.length) return { usual: 1, most: 1 };
  const least = (values: number[]) => Math.min(...values);
  return {
    usual: least(programs.map(({ rules }) => rules.units_per_visit)),
    most: least(
      programs.map(({ rules }) => Math.max(rules.max_per_operation, rules.units_per_visit)),
    ),
  };
}
