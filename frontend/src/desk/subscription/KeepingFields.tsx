import { useTexts } from '../../i18n/LanguageProvider';
import { Choice, FieldSet } from '../../ui/Field';
import { Skeleton } from '../../ui/Skeleton';
import { Refusal } from '../shell/states';
import { texts as shellTexts } from '../shell/texts';
import type { Room } from './keeping';
import styles from './Subscription.module.css';
import { texts } from './texts';
import type { Keeping } from './useKeeping';
import { useQuotas } from './useQuotas';

/** One list of ticks for each kind of which there is more than room. */
export function KeepingFields({ keeping, title }: { keeping: Keeping; title?: string }) {
  const { loading } = useTexts(shellTexts).state;
  if (keeping.rooms.length === 0) return null;
  if (keeping.error) return <Refusal error={keeping.error} />;
  if (!keeping.ready) return <Skeleton label={loading} lines={3} />;
  return (
    <div className={styles.selection}>
      {title && <h3 className={styles.keepingTitle}>{title}</h3>}
      {keeping.rooms.map((room) => (
        <Kind key={room.kind} room={room} keeping={keeping} />
      ))}
    </div>
  );
}

function Kind({ room: { kind, limit }, keeping }: { room: Room; keeping: Keeping }) {
  const t = useTexts(texts).selection;
  const { name } = useQuotas();
  const chosen = keeping.chosen[kind];
  return (
    <FieldSet
      legend={`${name(kind)} (${t.of(chosen.length, limit)})`}
      hint={chosen.length > limit ? t.tooMany : undefined}
    >
      <div>
        {keeping.items[kind].map(({ id, name: label }) => (
          <Choice
            key={id}
            label={label}
            checked={chosen.includes(id)}
            onChange={({ target }) =>
              keeping.choose(
                kind,
                target.checked ? [...chosen, id] : chosen.filter((each) => each !== id),
              )
            }
          />
        ))}
      </div>
    </FieldSet>
  );
}
