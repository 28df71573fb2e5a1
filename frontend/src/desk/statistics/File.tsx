import { useMutation } from '@tanstack/react-query';
import { downloadStatistics, type StatisticsKind } from '../../api/statistics';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { saveFile } from '../../ui/saveFile';
import { Refusal } from '../shell/states';
import styles from './Statistics.module.css';
import { texts } from './texts';

interface FileProps {
  kind: StatisticsKind;
  what: string;
  wish: Parameters<typeof downloadStatistics>[1];
}

/** What is seen, for a spreadsheet. */
export function File({ kind, what, wish }: FileProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const file = useMutation({
    mutationFn: () => downloadStatistics(kind, wish, language),
    onSuccess: (blob) => saveFile(blob, `${kind}.csv`),
  });
  return (
    <span className={styles.file}>
      <Button
        size="small"
        variant="quiet"
        icon="download"
        busy={file.isPending}
        aria-label={t.downloadOf(what)}
        onClick={() => file.mutate()}
      >
        {t.download}
      </Button>
      <Refusal error={file.error} />
    </span>
  );
}
