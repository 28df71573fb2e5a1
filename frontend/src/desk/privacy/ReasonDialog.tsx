import type { FormEvent, ReactNode } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Dialog } from '../../ui/Dialog';
import { TextArea } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Requests.module.css';
import { texts } from './texts';

interface ReasonDialogProps {
  title: string;
  lead: string;
  label: string;
  submit: string;
  danger?: boolean;
  reason: string;
  onReason: (reason: string) => void;
  busy: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** What the person will read: it has to be said before the step is taken. */
export function ReasonDialog(props: ReasonDialogProps) {
  const t = useTexts(texts).create;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <Dialog open onClose={props.onClose} title={props.title} closeLabel={t.cancel}>
      <form className={styles.form} onSubmit={submit}>
        <p>{props.lead}</p>
        {props.children}
        <TextArea
          label={props.label}
          required
          maxLength={2000}
          value={props.reason}
          onChange={(event) => props.onReason(event.target.value)}
        />
        <Refusal error={props.error} />
        <div className={cx(styles.actions, styles.end)}>
          <Button variant="secondary" onClick={props.onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" variant={props.danger ? 'danger' : 'primary'} busy={props.busy}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
