import { useTexts } from '../../i18n/LanguageProvider';
import { Conflict } from '../conflict/Conflict';
import type { ProgramFields } from './form';
import { duration } from './rules';
import { texts } from './texts';

interface ProgramConflictProps {
  base: ProgramFields;
  mine: ProgramFields;
  theirs: ProgramFields;
  onResolve: (merged: ProgramFields) => void;
  onClose: () => void;
}

export function ProgramConflict(props: ProgramConflictProps) {
  const t = useTexts(texts);
  const show = (field: keyof ProgramFields, value: ProgramFields[keyof ProgramFields]) => {
    if (field === 'rewards') {
      const rewards = value as ProgramFields['rewards'];
      return rewards.map(({ name, cost }) => t.history.rewardLine(name, cost)).join('\n') || '—';
    }
    if (field === 'cooldown_minutes') return duration(value as number, t.rules.words);
    if (field === 'template') return t.template[value as ProgramFields['template']];
    if (field === 'stamp') return t.stamp[value as ProgramFields['stamp']];
    return String(value);
  };
  return (
    <Conflict
      {...props}
      title={t.conflict.title}
      text={t.conflict.text}
      fields={t.conflict.fields}
      show={show}
    />
  );
}
