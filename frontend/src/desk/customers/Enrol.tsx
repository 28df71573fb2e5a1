import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createCard } from '../../api/cards';
import { isProblem } from '../../api/problems';
import type { CardWithPage, NewCard } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet } from '../../ui/Field';
import { programsQuery } from '../programs/queries';
import { Refusal } from '../shell/states';
import styles from './Cards.module.css';
import { EnrolSponsor } from './EnrolSponsor';
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
  const [sponsor, setSponsor] = useState('');
  const [acceptedTerms, setAccepted] = useState<string | null>(null);
  const program = open.find(({ id }) => id === programId);
  const { terms = null, rules } = program ?? {};
  const sponsored = Boolean(rules?.sponsorship);
  // Those of one version of one program, and of no other.
  const termsId = terms && `${programId} ${terms.version}`;
  const accepted = termsId !== null && termsId === acceptedTerms;
  const create = useMutation({
    mutationFn: (body: NewCard) => createCard(body),
    onSuccess: (card) => {
      void cardChanged(queries, customerId);
      onEnrolled(card);
    },
    onError: (problem) => {
      if (isProblem(problem, 'TERMS_CHANGED')) {
        void queries.invalidateQueries({ queryKey: programsQuery.queryKey });
      }
    },
  });
  const noSponsor = isProblem(create.error, 'SPONSOR_NOT_FOUND');
  const choose = (id: string) => {
    setChosen(id);
    // A sponsor has a card of the same program.
    setSponsor('');
    create.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!programId) return;
    create.mutate({
      program_id: programId,
      customer_id: customerId,
      ...(terms && accepted && { terms_version: terms.version }),
      ...(sponsored && sponsor.trim() && { sponsor: sponsor.trim() }),
    });
  };
  return (
    <Dialog open onClose={onClose} title={t.cards.enrolTitle} closeLabel={t.form.cancel}>
      <form className={styles.dialogForm} onSubmit={submit}>
        <FieldSet legend={t.cards.enrolText}>
          {open.map(({ id, name }) => (
            <Choice
              key={id}
              type="radio"
              name="program"
              label={name}
              checked={id === programId}
              onChange={() => choose(id)}
            />
          ))}
        </FieldSet>
        {program && sponsored && (
          <EnrolSponsor
            program={program}
            customerId={customerId}
            value={sponsor}
            onChange={(text) => {
              setSponsor(text);
              if (noSponsor) create.reset();
            }}
            refused={noSponsor}
          />
        )}
        {terms && (
          <div>
            <Choice
              label={t.enrolling.terms}
              hint={t.enrolling.termsHint}
              checked={accepted}
              onChange={(event) => setAccepted(event.target.checked ? termsId : null)}
            />
            <details className={styles.terms}>
              <summary>{t.enrolling.readTerms}</summary>
              <p>{terms.text}</p>
            </details>
          </div>
        )}
        <Refusal error={noSponsor ? null : create.error} />
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
