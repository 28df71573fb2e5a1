import type { CSSProperties } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { mostReadable } from '../../ui/colour';
import { StampIcon } from '../../ui/StampIcon';
import styles from './Choices.module.css';
import { STAMPS, type Stamp, start, TEMPLATES, type TemplateName } from './templates';
import { texts } from './texts';

interface TemplateChoiceProps {
  value: TemplateName | null;
  onChange: (template: TemplateName) => void;
  disabled?: boolean;
}

/** Trades to start from, each shown in its colours. */
export function TemplateChoice({ value, onChange, disabled }: TemplateChoiceProps) {
  const t = useTexts(texts);
  return (
    <div className={styles.templates}>
      {TEMPLATES.map((template) => {
        const { design } = start(template);
        const colours = {
          '--swatch': design.background,
          '--swatch-accent': design.accent,
          '--swatch-on': mostReadable(design.accent, ['#ffffff', '#1b2440', design.background]),
        } as CSSProperties;
        return (
          <label key={template} className={styles.template}>
            <input
              type="radio"
              name="template"
              className="visually-hidden"
              checked={template === value}
              disabled={disabled}
              onChange={() => onChange(template)}
            />
            <span>
              <span className={styles.swatch} style={colours}>
                <span>
                  <StampIcon name={design.stamp} size={18} paper="var(--swatch-accent)" />
                </span>
              </span>
              {t.template[template]}
            </span>
          </label>
        );
      })}
    </div>
  );
}

interface StampChoiceProps {
  value: Stamp;
  onChange: (stamp: Stamp) => void;
  disabled?: boolean;
}

export function StampChoice({ value, onChange, disabled }: StampChoiceProps) {
  const t = useTexts(texts);
  return (
    <div className={styles.stamps}>
      {STAMPS.map((stamp) => (
        <label key={stamp} className={styles.stamp} title={t.stamp[stamp]}>
          <input
            type="radio"
            name="stamp"
            className="visually-hidden"
            checked={stamp === value}
            disabled={disabled}
            onChange={() => onChange(stamp)}
          />
          <span>
            <StampIcon name={stamp} size={26} />
            <span className="visually-hidden">{t.stamp[stamp]}</span>
          </span>
        </label>
      ))}
    </div>
  );
}
