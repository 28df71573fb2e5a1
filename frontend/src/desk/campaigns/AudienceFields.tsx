import { useQuery } from '@tanstack/react-query';
import type { Audience } from '../../api/campaigns';
import { useTexts } from '../../i18n/LanguageProvider';
import { Choice, FieldSet, Select, TextField } from '../../ui/Field';
import { tagsQuery } from '../customers/queries';
import { programsQuery } from '../programs/queries';
import styles from './Campaigns.module.css';
import { texts } from './texts';

type Kind = 'everyone' | 'recent' | 'lapsed' | 'birthday' | 'near_reward' | 'tag';

interface AudienceFieldsProps {
  audience: Audience | undefined;
  onChange: (audience: Audience) => void;
}

/** To whom: one rule, and its number where it has one. */
export function AudienceFields({ audience, onChange }: AudienceFieldsProps) {
  const t = useTexts(texts).audience;
  const programs = useQuery(programsQuery).data?.filter(({ status }) => status === 'active') ?? [];
  const tags = useQuery(tagsQuery).data ?? [];
  const first: Partial<Record<Kind, Audience>> = {
    lapsed: { kind: 'lapsed', days: 90 },
    recent: { kind: 'recent', days: 30 },
    birthday: { kind: 'birthday' },
  };
  const [program] = programs;
  if (program) first.near_reward = { kind: 'near_reward', program_id: program.id, missing: 2 };
  const [tag] = tags;
  if (tag) first.tag = { kind: 'tag', tag: tag.tag };
  first.everyone = { kind: 'everyone' };
  const by = (value: string, least: number) => Math.max(least, Number(value) || least);
  return (
    <FieldSet legend={t.title} hint={t.hint}>
      <div className={styles.kinds}>
        {audience?.kind === 'selection' && (
          <Choice
            type="radio"
            name="audience"
            checked
            readOnly
            label={t.selection(audience.size ?? 0)}
          />
        )}
        {audience?.kind === 'list' && (
          <Choice type="radio" name="audience" checked readOnly label={t.list} />
        )}
        {(Object.entries(first) as [Kind, Audience][]).map(([kind, usual]) => (
          <div key={kind}>
            <Choice
              type="radio"
              name="audience"
              label={t.kinds[kind]}
              checked={audience?.kind === kind}
              onChange={() => onChange(usual)}
            />
            {audience?.kind === kind && (
              <div className={styles.parameters}>
                {(audience.kind === 'recent' || audience.kind === 'lapsed') && (
                  <TextField
                    label={audience.kind === 'recent' ? t.recentDays : t.lapsedDays}
                    type="number"
                    inputMode="numeric"
                    min={audience.kind === 'recent' ? 1 : 7}
                    max={audience.kind === 'recent' ? 365 : 1095}
                    value={audience.days}
                    onChange={(event) =>
                      onChange({
                        ...audience,
                        days: by(event.target.value, audience.kind === 'recent' ? 1 : 7),
                      })
                    }
                  />
                )}
                {audience.kind === 'near_reward' && (
                  <>
                    <Select
                      label={t.program}
                      value={audience.program_id}
                      onChange={(event) =>
                        onChange({ ...audience, program_id: event.target.value })
                      }
                    >
                      {programs.map(({ id, name }) => (
                        <option key={id} value={id}>
                          {name}
                        </option>
                      ))}
                    </Select>
                    <TextField
                      label={t.missing}
                      type="number"
                      inputMode="numeric"
                      min={1}
                      max={1000}
                      value={audience.missing}
                      onChange={(event) =>
                        onChange({ ...audience, missing: by(event.target.value, 1) })
                      }
                    />
                  </>
                )}
                {audience.kind === 'tag' && (
                  <Select
                    label={t.tag}
                    value={audience.tag}
                    onChange={(event) => onChange({ kind: 'tag', tag: event.target.value })}
                  >
                    {tags.map((each) => (
                      <option key={each.tag}>{each.tag}</option>
                    ))}
                  </Select>
                )}
              </div>
            )}
          </div>
        ))}
      </div>
    </FieldSet>
  );
}
