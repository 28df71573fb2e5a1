import { useMutation, useQueryClient } from '@tanstack/react-query';
import { undoMerge } from '../../api/duplicates';
import { useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Refusal } from '../shell/states';
import { recordsChanged } from './queries';
import { texts } from './texts';

interface UndoMergeProps {
  mergeId: string;
  name: string;
  onUndone: () => void;
}

export function UndoMerge({ mergeId, name, onUndone }: UndoMergeProps) {
  const t = useTexts(texts).merges;
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => undoMerge(mergeId),
    onSuccess: async () => {
      onUndone();
      await recordsChanged(queries);
    },
  });
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        icon="undo"
        aria-label={t.undoOf(name)}
        busy={undo.isPending}
        onClick={() => undo.mutate()}
      >
        {t.undo}
      </Button>
      <Refusal error={undo.error} />
    </>
  );
}
