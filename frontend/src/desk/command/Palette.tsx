import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { shownPhone } from '../customers/names';
import { foundCustomersQuery } from '../customers/queries';
import { useMay } from '../session/me';
import { useSettled } from '../shell/settled';
import { Refusal } from '../shell/states';
import { chosen } from './choose';
import { useCommands } from './commands';
import type { EarlyKeys } from './earlyKeys';
import { type Line, Lines } from './Lines';
import styles from './Palette.module.css';
import { texts } from './texts';

interface PaletteProps {
  early: EarlyKeys;
  onHelp: () => void;
  onClose: () => void;
}

/** From anywhere to any customer, screen or action: type, arrow down, Enter. */
export function Palette({ early, onHelp, onClose }: PaletteProps) {
  const t = useTexts(texts);
  const router = useRouter();
  const base = useId();
  const maySearch = useMay('customers:read');
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState(0);
  const [entered, setEntered] = useState<string | null>(null);
  // The dialog has taken the focus by now.
  useEffect(() => {
    const { text, entered } = early.end();
    if (text) setTyped((since) => text + since);
    if (entered) setEntered(text);
  }, [early]);
  const q = useSettled(typed.trim(), 200);
  const enough = maySearch && q.length >= 2;
  const found = useQuery({
    ...foundCustomersQuery(q),
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  const customers = enough && typed.trim().length >= 2 ? (found.data?.items ?? []) : [];
  const open = (customer: Customer) =>
    router.navigate({ to: '/customers/$customerId', params: { customerId: customer.id } });
  const lines: Line[] = [
    ...chosen(useCommands(onHelp), typed).map((command): Line => ({ kind: 'command', command })),
    ...customers.map((customer): Line => ({ kind: 'customer', customer })),
    // The last line leads to the whole list.
    ...(customers.length > 0 ? [{ kind: 'all', q } as const] : []),
  ];
  const searching =
    maySearch && typed.trim().length >= 2 && (q !== typed.trim() || found.isFetching);
  const at = Math.min(place, Math.max(0, lines.length - 1));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const line = list.current?.querySelectorAll('[role=option]')[at];
    line?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const choose = (line: Line | undefined) => {
    setEntered(null);
    if (!line) return;
    onClose();
    if (line.kind === 'command') void line.command.run();
    else if (line.kind === 'customer') void open(line.customer);
    else void router.navigate({ to: '/customers', search: { q: line.q } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && lines.length > 0) {
      event.preventDefault();
      setPlace((at + step + lines.length) % lines.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (searching && lines[at]?.kind !== 'command') setEntered(typed);
      else choose(lines[at]);
    }
  };
  // Enter means whom one typed: not somebody who was found before, nor nobody because it is early.
  const answered = entered === typed && !searching;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as the answer is there
  useEffect(() => {
    if (answered) choose(lines[at]);
  }, [answered]);
  return (
    <Dialog open wide onClose={onClose} title={t.title} closeLabel={t.close}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          data-autofocus
          type="search"
          role="combobox"
          aria-label={t.title}
          aria-expanded={lines.length > 0}
          aria-controls={`${base}-list`}
          aria-activedescendant={lines.length > 0 ? `${base}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t.placeholder}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setPlace(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p role="status" className={styles.status}>
        {!typed.trim() ? t.hint : lines.length > 0 ? said() : searching ? '' : t.none}
      </p>
      <Refusal error={found.error} />
      <Lines
        ref={list}
        base={base}
        lines={lines}
        selected={at}
        phone={(customer) => shownPhone(customer.phone) || (customer.email ?? '')}
        onPoint={setPlace}
        onChoose={choose}
      />
    </Dialog>
  );

  function said(): string {
    return t.results(lines.filter(({ kind }) => kind !== 'all').length);
  }
}
