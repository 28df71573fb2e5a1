import { Suspense, useState } from 'react';
import { useTexts } from '../../i18n/LanguageProvider';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import type { IconName } from '../../ui/Icon';
import { Skeleton } from '../../ui/Skeleton';
import { useMay } from '../counter';
import { CardAction } from '../lazily';
import type { ActionName } from './CardAction';
import styles from './CardActions.module.css';
import type { ShownCard } from './standing';
import { texts } from './texts';

const ICON: Record<ActionName, IconName> = {
  history: 'history',
  link: 'share',
  identify: 'key',
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
  const mayIdentify = useMay('customers:write');
  const mayAdjust = useMay('cards:adjust');
  const [chosen, choose] = useState<ActionName | null>(null);
  const alive = card.status === 'active';
  const offered: ActionName[] = [
    'history',
    ...(mayWrite && alive ? (['link', 'replace'] as const) : []),
    ...(mayIdentify && card.customer ? (['identify'] as const) : []),
    ...(mayAdjust && alive ? (['adjust', 'close'] as const) : []),
  ];
  const close = () => {
    choose(null);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={chosen ? t.actions[chosen] : t.more}
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
      {chosen !== null && (
        <Suspense fallback={<Skeleton label={t.more} />}>
          <CardAction action={chosen} card={card} onDone={close} />
        </Suspense>
      )}
    </Dialog>
  );
}
