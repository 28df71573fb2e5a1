import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { closeCard, newPageLink, replaceCard } from '../../api/cards';
import type { Card } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { useUnits } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { TextField } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Cards.module.css';
import { cardChanged } from './queries';
import { texts } from './texts';

interface DialogProps {
  card: Card;
  customerId: string;
  onClose: () => void;
}

interface ConfirmProps {
  texts: { title: string; text: ReactNode; submit: string; cancel: string };
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  onConfirm: () => void;
  children?: ReactNode;
}

/** For what cannot be taken back: the text names the consequence, the buttons say what they do. */
function Confirm({ texts: t, danger, busy, error, onClose, onConfirm, children }: ConfirmProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm();
  };
  return (
    <Dialog open onClose={onClose} title={t.title} closeLabel={t.cancel}>
      <p>{t.text}</p>
      <form className={styles.dialogForm} onSubmit={submit}>
        {children}
        <Refusal error={error} />
        <div className={styles.dialogActions}>
          <Button variant="secondary" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={busy}>
            {t.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ReasonField({
  label,
  hint,
  required,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  required?: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      data-autofocus
      label={label}
      hint={hint}
      required={required}
      maxLength={200}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function NewLink({
  card,
  onClose,
  onPageUrl,
}: DialogProps & { onPageUrl: (url: string) => void }) {
  const t = useTexts(texts).link;
  const send = useMutation({
    mutationFn: () => newPageLink(card.id),
    onSuccess: ({ page_url }) => {
      onClose();
      onPageUrl(page_url);
    },
  });
  return (
    <Confirm
      texts={t}
      busy={send.isPending}
      error={send.error}
      onClose={onClose}
      onConfirm={() => send.mutate()}
    />
  );
}

export function ReplaceCard({
  card,
  customerId,
  onClose,
  onPageUrl,
}: DialogProps & { onPageUrl: (url: string) => void }) {
  const t = useTexts(texts).replace;
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const send = useMutation({
    mutationFn: () => replaceCard(card.id, reason.trim() || undefined),
    onSuccess: (next) => {
      void cardChanged(queries, customerId);
      onClose();
      onPageUrl(next.page_url);
    },
  });
  return (
    <Confirm
      texts={t}
      busy={send.isPending}
      error={send.error}
      onClose={onClose}
      onConfirm={() => send.mutate()}
    >
      <ReasonField label={t.reason} hint={t.reasonHint} value={reason} onChange={setReason} />
    </Confirm>
  );
}

export function CloseCard({ card, customerId, onClose }: DialogProps) {
  const t = useTexts(texts).close;
  const units = useUnits(card.program);
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const send = useMutation({
    mutationFn: () => closeCard(card.id, reason.trim()),
    onSuccess: () => {
      void cardChanged(queries, customerId);
      onClose();
    },
  });
  return (
    <Confirm
      texts={{ ...t, text: t.text(units(card.balance)) }}
      danger
      busy={send.isPending}
      error={send.error}
      onClose={onClose}
      onConfirm={() => send.mutate()}
    >
      <ReasonField
        label={t.reason}
        hint={t.reasonHint}
        required
        value={reason}
        onChange={setReason}
      />
    </Confirm>
  );
}
