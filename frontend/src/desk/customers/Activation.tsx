import { useMutation, useQueryClient } from '@tanstack/react-query';
import { activateCard } from '../../api/billing';
import type { Card } from '../../api/types';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { useMay } from '../session/me';
import { planTexts } from '../shell/planTexts';
import { Refusal } from '../shell/states';
import { usageQuery } from '../subscription/queries';
import { cardsOfQuery } from './queries';

/** A card that the plan had no room for, back at work where there is room again: the owner's choice. */
export function Activation({ card, customerId }: { card: Card; customerId: string }) {
  const t = useTexts(planTexts);
  const mayChoose = useMay('billing:write');
  const queries = useQueryClient();
  const activate = useMutation({
    mutationFn: () => activateCard(card.id),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: cardsOfQuery(customerId).queryKey }),
        queries.invalidateQueries({ queryKey: usageQuery.queryKey }),
      ]),
  });
  return (
    <>
      <p>{t.cardFrozen}</p>
      {mayChoose && (
        <Button
          size="small"
          variant="secondary"
          busy={activate.isPending}
          onClick={() => activate.mutate()}
        >
          {t.activateCard}
        </Button>
      )}
      <Refusal error={activate.error} />
    </>
  );
}
