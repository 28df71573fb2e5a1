import { useQuery } from '@tanstack/react-query';
import type { ImportMapping, ImportOptions } from '../../api/imports';
import { useTexts } from '../../i18n/LanguageProvider';
import { Choice, FieldSet, Select, TextArea } from '../../ui/Field';
import { Sheet } from '../../ui/Sheet';
import { programsQuery } from '../programs/queries';
import styles from './Imports.module.css';
import { hasConsents, type MappingLack } from './mapping';
import { texts } from './texts';

interface MappingOptionsProps {
  mapping: ImportMapping;
  options: ImportOptions;
  missing: ReadonlySet<MappingLack>;
  onChange: (options: ImportOptions) => void;
}

/** Questions that the columns chosen raise; what none of them raises is not asked. */
export function MappingOptions({ mapping, options, missing, onChange }: MappingOptionsProps) {
  const t = useTexts(texts).mapping;
  const fields = Object.values(mapping);
  const set = (next: Partial<ImportOptions>) => onChange({ ...options, ...next });
  return (
    <Sheet className={styles.part} aria-labelledby="options">
      <h2 id="options">{t.options}</h2>
      <FieldSet legend={t.duplicate} hint={t.duplicateHint}>
        <div>
          {(['update', 'skip', 'create'] as const).map((each) => (
            <Choice
              key={each}
              type="radio"
              name="duplicate"
              label={t.duplicates[each][0]}
              hint={t.duplicates[each][1]}
              checked={options.on_duplicate === each}
              onChange={() => set({ on_duplicate: each })}
            />
          ))}
        </div>
      </FieldSet>
      <div className={styles.pair}>
        {fields.includes('birthday') && (
          <Select
            label={t.dates}
            value={options.date_order}
            onChange={(event) => set({ date_order: event.target.value === 'mdy' ? 'mdy' : 'dmy' })}
          >
            <option value="dmy">{t.dateOrders.dmy}</option>
            <option value="mdy">{t.dateOrders.mdy}</option>
          </Select>
        )}
        <Select
          label={t.language}
          value={options.language ?? ''}
          onChange={({ target: { value } }) =>
            set({ language: value === 'fr' || value === 'en' ? value : null })
          }
        >
          {(['', 'fr', 'en'] as const).map((each) => (
            <option key={each} value={each}>
              {t.languages[each]}
            </option>
          ))}
        </Select>
      </div>
      {fields.includes('balance') && (
        <ProgramChoice
          value={options.program_id}
          error={missing.has('program')}
          onChoose={(program_id) => set({ program_id })}
        />
      )}
      {hasConsents(mapping) && (
        <TextArea
          label={t.consent}
          hint={t.consentHint}
          placeholder={t.consentPlaceholder}
          error={missing.has('consent') && t.consentMissing}
          maxLength={200}
          value={options.consent_statement ?? ''}
          onChange={(event) => set({ consent_statement: event.target.value })}
        />
      )}
    </Sheet>
  );
}

interface ProgramChoiceProps {
  value: string | null;
  error: boolean;
  onChoose: (id: string | null) => void;
}

function ProgramChoice({ value, error, onChoose }: ProgramChoiceProps) {
  const t = useTexts(texts).mapping;
  const { data: programs } = useQuery(programsQuery);
  const active = programs?.filter(({ status }) => status === 'active') ?? [];
  return (
    <Select
      label={t.program}
      hint={t.programHint}
      error={programs && active.length === 0 ? t.noProgram : error && t.programMissing}
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value || null)}
    >
      <option value="">{t.programNone}</option>
      {active.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
