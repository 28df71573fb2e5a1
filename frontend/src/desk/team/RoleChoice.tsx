import type { Role } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Choice, FieldSet } from '../../ui/Field';
import { useMembership } from '../session/me';
import { texts as roleNames } from '../settings/roles';
import { manages, ROLES } from './roles';
import styles from './Team.module.css';
import { texts } from './texts';

/** Only the roles that this member may give. */
export function RoleChoice({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const t = useTexts(texts).roles;
  const names = useTexts(roleNames);
  const mine = useMembership();
  return (
    <FieldSet legend={t.legend}>
      <div className={styles.choices}>
        {ROLES.filter((each) => manages(mine.role, each)).map((each) => (
          <Choice
            key={each}
            type="radio"
            name="role"
            label={names[each]}
            hint={t[each]}
            checked={role === each}
            onChange={() => onChange(each)}
          />
        ))}
      </div>
    </FieldSet>
  );
}
