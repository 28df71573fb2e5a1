import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Page, Program } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { useUnits } from '../../i18n/units';
import { formatNumber } from '../../scan/content';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Choice, FieldSet } from '../../ui/Field';
import { useMay } from '../counter';
import { programsQuery } from '../home/queries';
import { back, replace } from '../navigation';
import { Dock } from '../shell/dock';
import { Heading } from '../shell/Heading';
import { AmountEntry } from './AmountEntry';
import { SaleButton } from './CardDock';
import styles from './CardView.module.css';
import { Made } from './Made';
import { RefusalNotice } from './Notices';
import { StampActions } from './StampActions';
import { earnsBySale } from './standing';
import { texts } from './texts';
import { useOperation } from './useOperation';
import { useReturn } from './useReturn';
import { useSale } from './useSale';

const NUMBER_LENGTH = 8;

/** No network, and this device never saw the card: a stamp is still worth keeping. */
export function UnknownCard({ reference, from }: { reference: string; from: 'home' | 'scan' }) {
  const t = useTexts(texts);
  const number = reference.length === NUMBER_LENGTH ? reference : null;
  const mayStamp = useMay('cards:write');
  const { operation, make } = useOperation(reference, number);
  const sale = useSale({ id: reference, balance: 0 }, true);
  const { program, most, choice } = useLikelyProgram();
  const bySale = program !== null && earnsBySale(program.rules);
  const units = useUnits(program ?? STAMPS);
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
      {!made && mayStamp && choice}
      {!made && mayStamp && bySale && (
        <AmountEntry
          sale={sale}
          rules={program.rules}
          units={units}
          offline
          onSubmit={() => sale.act && make(sale.act, null)}
        />
      )}
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
          mayStamp &&
          (bySale ? (
            <SaleButton
              sale={sale}
              units={units}
              busy={operation.kind === 'sending'}
              onSale={() => sale.act && make(sale.act, null)}
            />
          ) : (
            <StampActions
              program={program ?? STAMPS}
              most={most}
              busy={operation.kind === 'sending'}
              onStamp={(count) => make({ kind: 'earn', units: count }, null)}
            />
          ))
        )}
      </Dock>
    </>
  );
}

const STAMPS = { kind: 'stamps', rules: { units_per_visit: 1 } } as const;

/**
 * Which program the card belongs to is not known. Where all count stamps, the rules that all of
 * them would accept do; where one goes by amounts, the person at the counter is asked.
 */
function useLikelyProgram(): { program: Program | null; most: number; choice: ReactNode } {
  const t = useTexts(texts);
  const programs = useQueryClient().getQueryData<Page<Program>>(programsQuery.queryKey)?.items;
  const [chosen, choose] = useState<string | null>(null);
  if (!programs?.length) return { program: null, most: 1, choice: null };
  const least = (a: Program, b: Program) =>
    b.rules.units_per_visit < a.rules.units_per_visit ? b : a;
  const mixed = programs.length > 1 && programs.some(({ rules }) => earnsBySale(rules));
  const program = programs.find(({ id }) => id === chosen) ?? programs[0];
  const most = Math.min(
    ...programs.map(({ rules }) => Math.max(rules.max_per_operation, rules.units_per_visit)),
  );
  if (!mixed) return { program: programs.reduce(least), most, choice: null };
  return {
    program: program ?? null,
    most: program?.rules.max_per_operation ?? 1,
    choice: (
      <FieldSet legend={t.whichProgram}>
        {programs.map(({ id, name }) => (
          <Choice
            key={id}
            type="radio"
            name="program"
            label={name}
            checked={id === program?.id}
            onChange={() => choose(id)}
          />
        ))}
      </FieldSet>
    ),
  };
}
