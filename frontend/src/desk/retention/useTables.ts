import { useTexts } from '../../i18n/LanguageProvider';
import { texts as erasure } from '../erasure/texts';
import { tableTexts } from './tableTexts';

/** What tables hold, in words. */
export function useTables(): (table: string) => string {
  const more: Record<string, string> = useTexts(tableTexts);
  const { tables, other } = useTexts(erasure);
  return (table) => more[table] ?? tables[table] ?? other(table);
}
