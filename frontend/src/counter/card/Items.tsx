import { useQuery } from '@tanstack/react-query';
import { useTexts } from '../../i18n/LanguageProvider';
import type { Units } from '../../i18n/units';
import { Icon } from '../../ui/Icon';
import { programsQuery } from '../home/queries';
import styles from './Items.module.css';
import { Stepper } from './Stepper';
import { saleTexts } from './saleTexts';
import type { SaleInProgress } from './useSale';

interface ItemsProps {
  programId: string;
  sale: SaleInProgress;
  units: Units;
}

const MOST = 99;

/** Items that earn by themselves, for shops without a till that sends them. */
export function Items({ programId, sale, units }: ItemsProps) {
  const t = useTexts(saleTexts);
  const { data } = useQuery(programsQuery);
  const items = data?.items.find(({ id }) => id === programId)?.rules.items ?? [];
  if (items.length === 0) return null;
  return (
    <details className={styles.items}>
      <summary>
        {t.items}
        <Icon name="chevronDown" />
      </summary>
      <ul className={styles.list}>
        {items.map(({ sku, name, units: worth }) => (
          <li key={sku} className={styles.item}>
            <span>
              {name}
              <span className={styles.worth}>{t.itemWorth(units(worth))}</span>
            </span>
            <Stepper
              label={name}
              less={t.itemFewer(name)}
              more={t.itemMore(name)}
              value={sale.items.find((each) => each.sku === sku)?.quantity ?? 0}
              least={0}
              most={MOST}
              onChange={(quantity) => sale.setItem(sku, quantity)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}
