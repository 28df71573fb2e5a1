import { useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import type { IconName } from '../../ui/Icon';
import { useMay } from '../counter';
import { Adjustment } from './Adjustment';
import styles from './CardActions.module.css';
import { Closure } from './Closure';
import { History } from './History';
import { NewLink } from './NewLink';
import { Replacement } from './Replacement';
import type { ShownCard } from './standing';
import { texts } from './texts';

type Action = 'history' | 'link' | 'replace' | 'adjust' | 'close';

const ICON: Record<Action, IconName> = {
  history: 'history',
  link: 'share',
  replace: 'refresh',
  adjust: 'edit',
  close: 'lock',
};

interface CardActionsProps {
  open: boolean;
  onClose: () => void;
  card: ShownCard;
  offline: boolean;
}

/** What is seldom needed at the counter, one tap away from it. */
export function CardActions({ open, onClose, card, offline }: CardActionsProps) {
  const t = useTexts(texts);
  const mayWrite = useMay('cards:write');
  const mayAdjust = useMay('cards:adjust');
  const [chosen, choose] = useState<Action | null>(null);
  const alive = card.status === 'active' && !card.replaced_by;
  const offered: Action[] = [
    'history',
    ...(mayWrite && alive ? (['link'] as const) : []),
    ...(mayAdjust && alive ? (['replace', 'adjust', 'close'] as const) : []),
  ];
  const close = () => {
    choose(null);
    onClose();
  };
  const titles: Record<Action, string> = {
    history: t.history,
    link: t.link.title,
    replace: t.replace.title,
    adjust: t.adjust.title,
    close: t.closure.title,
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={chosen ? titles[chosen] : t.more}
      closeLabel={t.close}
      kind="sheet"
    >
      {offline && (
        <Banner tone="info" icon="offline">
          {t.needsNetwork}
        </Banner>
      )}
      {chosen === null && (
        <div className={styles.list}>
          {offered.map((action) => (
            <Button
              key={action}
              variant="quiet"
              icon={ICON[action]}
              wide
              disabled={offline}
              onClick={() => choose(action)}
            >
              {t.actions[action]}
            </Button>
          ))}
        </div>
      )}
      {chosen === 'history' && <History card={card} />}
      {chosen === 'link' && <NewLink card={card} onDone={close} />}
      {chosen === 'replace' && <Replacement card={card} onDone={close} />}
      {chosen === 'adjust' && <Adjustment card={card} onDone={close} />}
      {chosen === 'close' && <Closure card={card} onDone={close} />}
    </Dialog>
  );
}
