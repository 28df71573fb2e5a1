import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Measure, PrivacyRequest } from '../../api/privacyRequests';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Choice, FieldSet } from '../../ui/Field';
import { customerQuery } from '../customers/queries';
import { texts as use } from '../restriction/texts';
import { Loaded, Refusal } from '../shell/states';
import styles from './Requests.module.css';
import { texts } from './texts';

const GROUNDS: readonly Measure[] = ['accuracy', 'unlawful', 'legal_claims', 'objection'];

interface RestrictingProps {
  request: PrivacyRequest;
  customerId: string;
  busy: boolean;
  error: unknown;
  onSubmit: (measure: Measure) => void;
}

/** On which ground the use ends, or that it may begin again. */
export function Restricting({ request, customerId, ...rest }: RestrictingProps) {
  const customer = useQuery(customerQuery(customerId));
  return (
    <Loaded query={customer} lines={4}>
      {({ data }) => (
        <Form restricted={data.restricted_at !== null} wished={request.restriction} {...rest} />
      )}
    </Loaded>
  );
}

interface FormProps extends Omit<RestrictingProps, 'request' | 'customerId'> {
  restricted: boolean;
  wished: Measure | null;
}

function Form({ restricted, wished, busy, error, onSubmit }: FormProps) {
  const t = useTexts(texts).step;
  const grounds: Partial<Record<Measure, string>> = useTexts(use).use.reasons;
  const offered: readonly Measure[] = restricted ? ['lift'] : GROUNDS;
  const [measure, setMeasure] = useState<Measure>(
    offered.find((each) => each === wished) ?? offered[0] ?? 'accuracy',
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(measure);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <FieldSet legend={restricted ? t.restrictedAlready : t.restrict}>
        <div>
          {offered.map((each) => (
            <Choice
              key={each}
              type="radio"
              name="measure"
              label={grounds[each] ?? t.lift}
              hint={each === 'lift' && t.liftHint}
              checked={measure === each}
              onChange={() => setMeasure(each)}
            />
          ))}
        </div>
      </FieldSet>
      <Refusal error={error} />
      <div className={styles.actions}>
        <Button type="submit" busy={busy}>
          {t.qualifySubmit}
        </Button>
      </div>
    </form>
  );
}
