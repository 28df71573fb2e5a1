import type { ReactNode, Ref } from 'react';
import type { Customer } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Icon } from '../../ui/Icon';
import { Face } from '../customers/Face';
import { Marks } from '../customers/Marks';
import { nameOf } from '../customers/names';
import type { Command, Group } from './commands';
import styles from './Palette.module.css';
import { texts } from './texts';

export type Line =
  | { kind: 'command'; command: Command }
  | { kind: 'customer'; customer: Customer }
  | { kind: 'all'; q: string };

interface LinesProps {
  ref: Ref<HTMLDivElement>;
  base: string;
  lines: readonly Line[];
  selected: number;
  /** What tells two of the same name apart. */
  phone: (customer: Customer) => string;
  onPoint: (index: number) => void;
  onChoose: (line: Line) => void;
}

/** What was found, group by group. The focus stays in the input, which names the selected line. */
export function Lines({ ref, base, lines, selected, phone, onPoint, onChoose }: LinesProps) {
  const t = useTexts(texts);
  const groups: { name: Group | 'customers'; lines: { line: Line; index: number }[] }[] = [];
  lines.forEach((line, index) => {
    const name = line.kind === 'command' ? line.command.group : 'customers';
    if (groups.at(-1)?.name !== name) groups.push({ name, lines: [] });
    groups.at(-1)?.lines.push({ line, index });
  });
  return (
    <div ref={ref} role="listbox" id={`${base}-list`} aria-label={t.title} className={styles.list}>
      {groups.map(({ name, lines: own }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
        <div key={name} role="group" aria-labelledby={`${base}-${name}`}>
          <p id={`${base}-${name}`} role="presentation" className={styles.group}>
            {t.groups[name]}
          </p>
          {own.map(({ line, index }) => (
            <Option
              key={keyOf(line)}
              id={`${base}-${index}`}
              selected={index === selected}
              onPoint={() => onPoint(index)}
              onChoose={() => onChoose(line)}
            >
              {drawn(line)}
            </Option>
          ))}
        </div>
      ))}
    </div>
  );

  function drawn(line: Line): ReactNode {
    if (line.kind === 'all') {
      return (
        <>
          <span className={styles.name}>{t.all(line.q)}</span>
          <Icon name="arrowRight" size={18} />
        </>
      );
    }
    if (line.kind === 'customer') {
      const { customer } = line;
      return (
        <>
          <Face customer={customer} />
          <span className={styles.name}>
            {nameOf(customer, t.nameless)}
            <Marks customer={customer} />
          </span>
          <span className={styles.contact}>{phone(customer)}</span>
        </>
      );
    }
    const { icon, label, keys } = line.command;
    return (
      <>
        <span className={styles.icon}>
          <Icon name={icon} size={18} />
        </span>
        <span className={styles.name}>{label}</span>
        {keys && (
          <span className={styles.keys} aria-hidden="true">
            {keys.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </span>
        )}
      </>
    );
  }
}

function keyOf(line: Line): string {
  if (line.kind === 'command') return line.command.id;
  return line.kind === 'customer' ? line.customer.id : 'all';
}

interface OptionProps {
  id: string;
  selected: boolean;
  onPoint: () => void;
  onChoose: () => void;
  children: ReactNode;
}

function Option({ id, selected, onPoint, onChoose, children }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the input does it
    // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus
    <div
      role="option"
      id={id}
      aria-selected={selected}
      className={styles.line}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      {children}
    </div>
  );
}
