import { Adjustment } from './Adjustment';
import { Closure } from './Closure';
import { DataCode } from './DataCode';
import { History } from './History';
import { NewLink } from './NewLink';
import { Replacement } from './Replacement';
import type { ShownCard } from './standing';

export type ActionName = 'history' | 'link' | 'identify' | 'replace' | 'adjust' | 'close';

interface CardActionProps {
  action: ActionName;
  card: ShownCard;
  onDone: () => void;
}

export function CardAction({ action, card, onDone }: CardActionProps) {
  switch (action) {
    case 'history':
      return <History card={card} />;
    case 'link':
      return <NewLink card={card} onDone={onDone} />;
    case 'identify':
      return card.customer ? <DataCode customerId={card.customer.id} onDone={onDone} /> : null;
    case 'replace':
      return <Replacement card={card} onDone={onDone} />;
    case 'adjust':
      return <Adjustment card={card} onDone={onDone} />;
    case 'close':
      return <Closure card={card} onDone={onDone} />;
  }
}
