import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Correction, PlanChange, PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Choice, FieldSet } from '../../ui/Field';
import { Address, BirthdayFields, Choices, Names, Reach, useBind } from '../customers/fieldGroups';
import { type CustomerForm, changeOf, formOf, halfBirthday, isNobody } from '../customers/form';
import { customerQuery } from '../customers/queries';
import { texts as notebook } from '../customers/texts';
import { Loaded, Refusal } from '../shell/states';
import { corrected } from './corrected';
import { requestPlanQuery } from './queries';
import styles from './Requests.module.css';
import { texts } from './texts';

interface CorrectingProps {
  request: PrivacyRequest;
  customerId: string;
  busy: boolean;
  error: unknown;
  /** Null: what is wrong stands elsewhere, and a member puts it right. */
  onSubmit: (correction: Correction | null) => void;
}

/** The record as it is, to be put right; what was asked for before stands in it already. */
export function Correcting({ request, customerId, ...rest }: CorrectingProps) {
  const customer = useQuery(customerQuery(customerId));
  const plan = useQuery({
    ...requestPlanQuery(request.id, request.version),
    enabled: request.correction !== null,
  });
  return (
    <Loaded query={customer} lines={6}>
      {({ data }) =>
        request.correction === null ? (
          <Form record={formOf(data)} wished={[]} {...rest} />
        ) : (
          <Loaded query={plan} lines={6}>
            {({ changes }) => <Form record={formOf(data)} wished={changes} {...rest} />}
          </Loaded>
        )
      }
    </Loaded>
  );
}

interface FormProps extends Omit<CorrectingProps, 'request' | 'customerId'> {
  record: CustomerForm;
  wished: readonly PlanChange[];
}

function Form({ record, wished, busy, error, onSubmit }: FormProps) {
  const t = useTexts(texts).step;
  const words = useTexts(notebook).form;
  const [form, setForm] = useState(() => corrected(record, wished));
  const [byHand, setByHand] = useState(false);
  const [lack, setLack] = useState<string | null>(null);
  const { bind, problem } = useBind(form, setForm, error, 'correction.');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (byHand) return onSubmit(null);
    const change = changeOf(record, form);
    const missing = isNobody(form)
      ? words.oneNeeded
      : halfBirthday(form)
        ? words.halfBirthday
        : Object.keys(change).length === 0
          ? t.nothingCorrected
          : null;
    setLack(missing);
    if (!missing) onSubmit(change as Correction);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{t.correct}</p>
      {!byHand && (
        <>
          <div className={styles.fields}>
            <Names bind={bind} />
            <Reach bind={bind} />
            <Choices label={words.language} names={words.languages} {...bind('language')} />
          </div>
          <FieldSet legend={words.sections.address}>
            <div className={styles.fields}>
              <Address bind={bind} />
            </div>
          </FieldSet>
          <BirthdayFields form={form} bind={bind} error={problem('birthday')} />
        </>
      )}
      <Choice
        label={t.elsewhere}
        hint={t.elsewhereHint}
        checked={byHand}
        onChange={({ target }) => setByHand(target.checked)}
      />
      {lack && (
        <p role="alert" className={styles.alert}>
          {lack}
        </p>
      )}
      <Refusal error={error} />
      <div className={styles.actions}>
        <Button type="submit" busy={busy}>
          {t.qualifySubmit}
        </Button>
      </div>
    </form>
  );
}
