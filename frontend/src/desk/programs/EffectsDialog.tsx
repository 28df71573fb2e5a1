import { useQuery } from '@tanstack/react-query';
import { effectsOf } from '../../api/programs';
import type { Program, ProgramChange } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { useUnits } from '../../i18n/units';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Icon } from '../../ui/Icon';
import { Loaded } from '../shell/states';
import styles from './Effects.module.css';
import { outcomeTexts } from './outcomeTexts';

interface EffectsDialogProps {
  program: Program;
  change: ProgramChange;
  publishing: boolean;
  onPublish: () => void;
  onClose: () => void;
}

/** What a change does to the cards that are out, before it is done. */
export function EffectsDialog(props: EffectsDialogProps) {
  const { program, change, publishing, onPublish, onClose } = props;
  const t = useTexts(outcomeTexts).effects;
  const units = useUnits(program);
  const query = useQuery({
    queryKey: ['programs', program.id, 'effects', change],
    queryFn: () => effectsOf(program.id, change),
    gcTime: 0,
  });
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t.title}
      closeLabel={t.close}
      actions={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t.back}
          </Button>
          <Button busy={publishing} disabled={!query.data} onClick={onPublish}>
            {t.publish}
          </Button>
        </>
      }
    >
      <p>{t.lead}</p>
      <Loaded query={query} lines={4}>
        {(effects) => {
          const { rewards_in_reach_before: before, rewards_in_reach_after: after } = effects;
          return (
            <>
              <dl className={styles.figures}>
                <div>
                  <dt>{t.cards}</dt>
                  <dd>{t.number(effects.cards)}</dd>
                </div>
                <div>
                  <dt>{t.outstanding}</dt>
                  <dd>{units(effects.units_outstanding)}</dd>
                </div>
                <div>
                  <dt>{t.inReach}</dt>
                  <dd>{before === after ? t.number(after) : t.from(before, after)}</dd>
                </div>
                <div>
                  <dt>{t.expiring}</dt>
                  <dd>{units(effects.expiring_units_next_90_days)}</dd>
                </div>
              </dl>
              <ul className={styles.notes}>
                {effects.notes.map((note) => (
                  <li key={note} data-warn={GOOD.includes(note) ? undefined : ''}>
                    <Icon name={GOOD.includes(note) ? 'info' : 'warning'} size={18} />
                    {t.notes[note]}
                  </li>
                ))}
                {after < before && (
                  <li data-warn="">
                    <Icon name="warning" size={18} />
                    {t.fewerInReach(before - after)}
                  </li>
                )}
              </ul>
            </>
          );
        }}
      </Loaded>
    </Dialog>
  );
}

const GOOD: string[] = ['FORWARD_ONLY', 'EXPIRY_OF_EXISTING_UNITS_UNCHANGED', 'NEW_TERMS'];
