import { useId } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { FieldSet, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Sheet } from '../../ui/Sheet';
import { BackgroundField } from './BackgroundField';
import { contrast, isReadable, normalizeHex, readableForeground, shownRatio } from './contrast';
import styles from './Designer.module.css';
import type { ProgramForm } from './form';
import { KindFields } from './KindFields';
import type { Purse } from './rules/form';
import { StampChoice, TemplateChoice } from './TemplateChoice';
import { start } from './templates';
import { texts } from './texts';

interface PartProps {
  form: ProgramForm;
  onChange: (form: ProgramForm) => void;
}

interface DesignFieldsProps extends PartProps {
  purse: Purse;
  /** Cards are out. */
  live: boolean;
  problem: (field: string) => string | undefined;
}

export function DesignFields({ form, onChange, purse, live, problem }: DesignFieldsProps) {
  const t = useTexts(texts).form;
  return (
    <Sheet className={styles.section} aria-labelledby="identity">
      <h2 id="identity">{t.identity}</h2>
      <TextField
        label={t.name}
        required
        maxLength={100}
        value={form.name}
        error={problem('name')}
        onChange={(event) => onChange({ ...form, name: event.target.value })}
      />
      <KindFields form={form} onChange={onChange} purse={purse} fixed={live} problem={problem} />
      <FieldSet legend={t.template} hint={t.templateHint}>
        <TemplateChoice
          value={form.template}
          onChange={(template) => onChange({ ...form, ...start(template).design })}
        />
      </FieldSet>
      <div className={styles.colours}>
        {(['background', 'foreground', 'accent'] as const).map((name) => (
          <Colour
            key={name}
            label={t[name]}
            value={form[name]}
            onChange={(colour) => onChange({ ...form, [name]: colour })}
          />
        ))}
      </div>
      <Contrast form={form} onChange={onChange} />
      <BackgroundField form={form} onImage={(image) => onChange({ ...form, image })} />
      <FieldSet legend={t.stamp}>
        <StampChoice value={form.stamp} onChange={(stamp) => onChange({ ...form, stamp })} />
      </FieldSet>
    </Sheet>
  );
}

interface ColourProps {
  label: string;
  value: string;
  onChange: (colour: string) => void;
}

/** The system's colour picker, and the code for those who have a brand book. */
function Colour({ label, value, onChange }: ColourProps) {
  const t = useTexts(texts).form;
  const id = useId();
  const known = normalizeHex(value);
  return (
    <fieldset className={styles.colour}>
      <legend>{label}</legend>
      <input
        type="color"
        aria-label={label}
        value={known ?? '#000000'}
        onChange={(event) => onChange(event.target.value)}
      />
      <input
        id={id}
        className={styles.hex}
        aria-label={t.hex(label)}
        aria-invalid={known === null || undefined}
        pattern="#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"
        title={t.contrastUnknown}
        required
        maxLength={7}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => known && onChange(known)}
      />
    </fieldset>
  );
}

/** Says in words what the API will say on saving, and offers the way out. */
function Contrast({ form, onChange }: PartProps) {
  const t = useTexts(texts).form;
  const ratio = contrast(form.foreground, form.background);
  if (ratio === null) return <p className={styles.hint}>{t.contrastUnknown}</p>;
  const good = isReadable(form.foreground, form.background);
  const shown = t.ratio(shownRatio(ratio));
  const fixed = readableForeground(form.foreground, form.background);
  return (
    <div className={styles.contrast} data-bad={good ? undefined : ''}>
      <Icon name={good ? 'check' : 'warning'} />
      <p role="status">{good ? t.contrastGood(shown) : t.contrastBad(shown)}</p>
      {!good && fixed && (
        <Button
          size="small"
          variant="secondary"
          onClick={() => onChange({ ...form, foreground: fixed })}
        >
          {t.contrastFix}
        </Button>
      )}
    </div>
  );
}
