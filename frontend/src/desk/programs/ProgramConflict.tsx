import { useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { Conflict } from '../conflict/Conflict';
import type { ProgramFields } from './form';
import type { Purse } from './rules/form';
import { sayer } from './rules/say';
import { stamps } from './rules/usual';
import { texts } from './texts';

interface ProgramConflictProps {
  base: ProgramFields;
  mine: ProgramFields;
  theirs: ProgramFields;
  purse: Purse;
  onResolve: (merged: ProgramFields) => void;
  onClose: () => void;
}

export function ProgramConflict(props: ProgramConflictProps) {
  const t = useTexts(texts);
  const { purse, base } = props;
  const units = unitsIn(purse.language, base);
  const say = sayer(purse.language, base, purse.currency);
  const show = (field: keyof ProgramFields, value: ProgramFields[keyof ProgramFields]) => {
    if (field === 'rewards') {
      const rewards = value as ProgramFields['rewards'];
      return (
        rewards.map(({ name, cost }) => t.history.rewardLine(name, units(cost))).join('\n') || '—'
      );
    }
    if (field === 'cooldown_minutes') return say.duration(value as number);
    if (field === 'template') return t.template[value as ProgramFields['template']];
    if (field === 'image') return value === null ? '—' : t.form.imageAlt;
    if (field === 'stamp') return t.stamp[value as ProgramFields['stamp']];
    if (typeof value === 'object' && field in stamps) {
      return say.everything({ ...stamps, [field]: value }).join(' ');
    }
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
