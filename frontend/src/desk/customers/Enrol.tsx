import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createCard } from '../../api/cards';
import type { CardWithPage } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet } from '../../ui/Field';
import { programsQuery } from '../programs/queries';
import { Refusal } from '../shell/states';
import styles from './Cards.module.css';
import { cardChanged } from './queries';
import { texts } from './texts';

interface EnrolProps {
  customerId: string;
  /** Programs the customer has a card of already. */
  taken: ReadonlySet<string>;
  onClose: () => void;
  onEnrolled: (card: CardWithPage) => void;
}

export function Enrol({ customerId, taken, onClose, onEnrolled }: EnrolProps) {
  const t = useTexts(texts);
  const queries = useQueryClient();
  const { data: programs = [] } = useQuery(programsQuery);
  const open = programs.filter(({ id, status }) => status === 'active' && !taken.has(id));
  const [chosen, setChosen] = useState<string | null>(null);
  const programId = chosen ?? open[0]?.id;
  const create = useMutation({
    mutationFn: (id: string) => createCard({ program_id: id, customer_id: customerId }),
    onSuccess: (card) => {
      void cardChanged(queries, customerId);
      onEnrolled(card);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (programId) create.mutate(programId);
  };
  return (
    <Dialog open onClose={onClose} title={t.cards.enrolTitle} closeLabel={t.form.cancel}>
      <form className={styles.dialogForm} onSubmit={submit}>
        <FieldSet legend={t.cards.enrolText}>
          {open.map((program) => (
            <Choice
              key={program.id}
              type="radio"
              name="program"
              label={program.name}
              checked={program.id === programId}
              onChange={() => setChosen(program.id)}
            />
          ))}
        </FieldSet>
        <Refusal error={create.error} />
        <div className={styles.dialogActions}>
          <Button variant="secondary" onClick={onClose}>
            {t.form.cancel}
          </Button>
          <Button type="submit" busy={create.isPending}>
            {t.cards.enrolSubmit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
