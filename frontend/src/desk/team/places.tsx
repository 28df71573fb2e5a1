import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../i18n/LanguageProvider';
import { Choice, FieldSet } from '../../ui/Field';
import { locationsQuery } from './queries';
import styles from './Team.module.css';
import { texts } from './texts';

/** How the places of a member are called; everywhere, where none is named and there are several. */
export function useLocationNames(ids: readonly string[]): string[] {
  const t = useTexts(texts).members;
  const { data: locations = [] } = useQuery(locationsQuery);
  if (ids.length === 0) return locations.length > 1 ? [t.everywhere] : [];
  return locations.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

interface PlacesProps {
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Where somebody may open the counter. Not asked while there is only one place. */
export function Places({ chosen, onChange }: PlacesProps) {
  const t = useTexts(texts).places;
  const { data: locations = [] } = useQuery(locationsQuery);
  const open = locations.filter(({ id, active }) => active || chosen.includes(id));
  if (open.length < 2 && chosen.length === 0) return null;
  return (
    <FieldSet legend={t.legend} hint={t.hint}>
      <div className={styles.choices}>
        {open.map(({ id, name }) => (
          <Choice
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))
            }
          />
        ))}
      </div>
    </FieldSet>
  );
}
