import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Usage } from '../../api/billing';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { Refusal } from '../shell/states';
import { KeepingFields } from './KeepingFields';
import { type Room, roomsOf } from './keeping';
import { forgetStanding } from './queries';
import styles from './Subscription.module.css';
import { texts } from './texts';
import { useKeeping } from './useKeeping';

interface Props {
  usage: Usage;
  onDone: (said: string) => void;
}

/** Where the plan has no room for all there is: the owner says what goes on. */
export function Selection({ usage, onDone }: Props) {
  const t = useTexts(texts).selection;
  const cards = usage.items.find(({ resource }) => resource === 'cards');
  const over = roomsOf(usage.items.filter(({ frozen, level }) => frozen > 0 || level === 'over'));
  if (over.length === 0 && !cards?.frozen) return null;
  return (
    <Sheet className={styles.section} aria-labelledby="selection">
      <h2 id="selection">{t.title}</h2>
      {over.length > 0 && (
        <>
          <p className={styles.note}>{t.lead}</p>
          <Form rooms={over} onDone={onDone} />
        </>
      )}
      {cards !== undefined && cards.frozen > 0 && <p>{t.cards(cards.frozen)}</p>}
    </Sheet>
  );
}

function Form({ rooms, onDone }: { rooms: readonly Room[]; onDone: Props['onDone'] }) {
  const t = useTexts(texts).selection;
  const queries = useQueryClient();
  const keeping = useKeeping(rooms);
  const save = useMutation({
    mutationFn: keeping.save,
    onSuccess: async () => {
      // Which ones are frozen stands on their own lists, too.
      await Promise.all([forgetStanding(queries), queries.invalidateQueries()]);
      onDone(t.saved);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={styles.selection} onSubmit={submit}>
      <KeepingFields keeping={keeping} />
      <Refusal error={save.error} />
      <div>
        <Button type="submit" busy={save.isPending} disabled={!keeping.ready || keeping.tooMany}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}
