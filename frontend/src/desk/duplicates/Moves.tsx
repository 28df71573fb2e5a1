import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { MergeOrder } from '../../api/duplicates';
import { useTexts } from '../../i18n/LanguageProvider';
import { Sheet } from '../../ui/Sheet';
import { Loaded } from '../shell/states';
import styles from './Duplicates.module.css';
import { previewQuery } from './queries';
import { texts } from './texts';

/** What the merge would carry over, as the API says. */
export function Moves({ order }: { order: MergeOrder }) {
  const t = useTexts(texts).merge;
  const query = useQuery({ ...previewQuery(order), placeholderData: keepPreviousData });
  return (
    <Sheet className={styles.part} aria-labelledby="moves">
      <h2 id="moves">{t.moves}</h2>
      <Loaded query={query} lines={2}>
        {(preview) => (
          <ul className={styles.moves}>
            <li>{t.cards(preview.cards_moved)}</li>
            <li>{t.units(preview.units_moved)}</li>
          </ul>
        )}
      </Loaded>
      <p className={styles.hint}>{t.safe}</p>
    </Sheet>
  );
}
