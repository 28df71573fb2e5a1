import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MergeOrder } from '../../api/duplicates';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { unitsIn } from '../../i18n/units';
import { cardNumber } from '../../ui/cardNumber';
import { Sheet } from '../../ui/Sheet';
import { cardsOfQuery } from '../customers/queries';
import { Loaded } from '../shell/states';
import styles from './Duplicates.module.css';
import { previewQuery } from './queries';
import { texts } from './texts';

/** What the merge would carry over, as the API says. */
export function Moves({ order }: { order: MergeOrder }) {
  const t = useTexts(texts).merge;
  const { language } = useLanguage();
  const { data: cards = [] } = useQuery(cardsOfQuery(order.merge_id));
  const query = useQuery({ ...previewQuery(order), placeholderData: keepPreviousData });
  return (
    <Sheet className={styles.part} aria-labelledby="moves">
      <h2 id="moves">{t.moves}</h2>
      <Loaded query={query} lines={2}>
        {(preview) => (
          <>
            <ul className={styles.moves}>
              <li>{t.cards(preview.cards_moved)}</li>
              <li>{t.consents(preview.consents_moved)}</li>
            </ul>
            <ul className={styles.cards}>
              {preview.cards.map(({ card_id: id, into }) => {
                const card = cards.find((each) => each.id === id);
                if (!card) return null;
                const units = unitsIn(language, card.program)(card.balance);
                const name = `${card.program.name} (${cardNumber(card.number)})`;
                return <li key={id}>{(into ? t.joins : t.moved)(name, units)}</li>;
              })}
            </ul>
          </>
        )}
      </Loaded>
      <p className={styles.hint}>{t.safe}</p>
    </Sheet>
  );
}
