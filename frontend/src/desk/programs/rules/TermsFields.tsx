import { useTexts } from '../../../i18n/LanguageProvider';
import { TextArea } from '../../../ui/Field';
import { Section } from './Section';
import { texts } from './texts';

interface TermsFieldsProps {
  value: string;
  /** The version in force: one that differs from it will be the next. */
  version: number | null;
  onChange: (text: string) => void;
  error: string | undefined;
}

export function TermsFields({ value, version, onChange, error }: TermsFieldsProps) {
  const t = useTexts(texts).terms;
  const words = value.split(/\s+/).filter(Boolean).length;
  return (
    <Section title={t.title} says={words ? t.some(words, version) : t.none}>
      <TextArea
        label={t.label}
        hint={t.hint}
        placeholder={t.asks}
        rows={8}
        maxLength={20_000}
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
      />
    </Section>
  );
}
