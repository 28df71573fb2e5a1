import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  choosePlanSelection,
  type PlanSelection,
  type Usage,
  type UsageItem,
} from '../../api/billing';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Choice, FieldSet } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { Loaded, Refusal } from '../shell/states';
import { forgetStanding, planSelectionQuery } from './queries';
import styles from './Subscription.module.css';
import { texts } from './texts';
import { type Choosable, useChoosable } from './useChoosable';
import { useQuotas } from './useQuotas';

const KINDS = ['programs', 'locations', 'members'] as const;

interface Props {
  usage: Usage;
  onDone: (said: string) => void;
}

/** Where the plan has no room for all there is: the owner says what goes on. */
export function Selection({ usage, onDone }: Props) {
  const t = useTexts(texts).selection;
  const cards = usage.items.find(({ resource }) => resource === 'cards');
  const over = KINDS.flatMap((kind) => {
    const item = usage.items.find(({ resource }) => resource === kind);
    return item && item.limit !== null && (item.frozen > 0 || item.level === 'over') ? [item] : [];
  });
  if (over.length === 0 && !cards?.frozen) return null;
  return (
    <Sheet className={styles.section} aria-labelledby="selection">
      <h2 id="selection">{t.title}</h2>
      {over.length > 0 && (
        <>
          <p className={styles.note}>{t.lead}</p>
          <Chosen over={over} onDone={onDone} />
        </>
      )}
      {cards !== undefined && cards.frozen > 0 && <p>{t.cards(cards.frozen)}</p>}
    </Sheet>
  );
}

function Chosen({ over, onDone }: { over: readonly UsageItem[]; onDone: Props['onDone'] }) {
  const query = useQuery(planSelectionQuery);
  return (
    <Loaded query={query} lines={4}>
      {(selection) => <Form stored={selection} over={over} onDone={onDone} />}
    </Loaded>
  );
}

interface FormProps {
  stored: PlanSelection;
  over: readonly UsageItem[];
  onDone: Props['onDone'];
}

function Form({ stored, over, onDone }: FormProps) {
  const t = useTexts(texts).selection;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(stored);
  const save = useMutation({
    mutationFn: choosePlanSelection,
    onSuccess: async () => {
      // Which ones are frozen stands on their own lists, too.
      await Promise.all([forgetStanding(queries), queries.invalidateQueries()]);
      onDone(t.saved);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(chosen);
  };
  const tooMany = over.some(({ resource, limit }) => {
    const kind = KINDS.find((each) => each === resource);
    return kind !== undefined && limit !== null && chosen[kind].length > limit;
  });
  return (
    <form className={styles.selection} onSubmit={submit}>
      {over.map((item) => {
        const kind = KINDS.find((each) => each === item.resource);
        return (
          kind && (
            <Kind
              key={kind}
              kind={kind}
              limit={item.limit ?? 0}
              chosen={chosen[kind]}
              onChange={(ids) => setChosen({ ...chosen, [kind]: ids })}
            />
          )
        );
      })}
      <Refusal error={save.error} />
      <div>
        <Button type="submit" busy={save.isPending} disabled={tooMany}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}

interface KindProps {
  kind: Choosable;
  limit: number;
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

function Kind({ kind, limit, chosen, onChange }: KindProps) {
  const t = useTexts(texts).selection;
  const { name } = useQuotas();
  const items = useChoosable(kind);
  const tooMany = chosen.length > limit;
  return (
    <FieldSet
      legend={`${name(kind)} (${t.of(chosen.length, limit)})`}
      hint={tooMany ? t.tooMany : undefined}
    >
      <div>
        {items.map(({ id, name: label }) => (
          <Choice
            key={id}
            label={label}
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
            }
          />
        ))}
      </div>
    </FieldSet>
  );
}
