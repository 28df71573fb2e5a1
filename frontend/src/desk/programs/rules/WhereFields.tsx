import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../../i18n/LanguageProvider';
import { Choice, FieldSet } from '../../../ui/Field';
import { locationsQuery } from '../queries';
import { Section } from './Section';
import styles from './Section.module.css';
import { texts } from './texts';

interface WhereFieldsProps {
  chosen: string[];
  onChange: (locations: string[]) => void;
}

/** The locations that take part; a shop with one place has nothing to choose. */
export function WhereFields({ chosen, onChange }: WhereFieldsProps) {
  const t = useTexts(texts).where;
  const { data: locations = [] } = useQuery(locationsQuery);
  const names = chosen.map((id) => locations.find((each) => each.id === id)?.name ?? t.unknown);
  const offered = locations.filter(({ id, active }) => active || chosen.includes(id));
  return (
    <Section title={t.title} says={names.length > 0 ? t.only(names.join(', ')) : t.everywhere}>
      {offered.length === 0 ? (
        <p className={styles.hint}>{t.none}</p>
      ) : (
        <FieldSet legend={t.title} hint={t.hint}>
          <div className={styles.grid}>
            {offered.map(({ id, name }) => (
              <Choice
                key={id}
                label={name}
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
            ))}
          </div>
        </FieldSet>
      )}
    </Section>
  );
}
