import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type NewExport, startExport } from '../../api/exports';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Choice, FieldSet } from '../../ui/Field';
import { Refusal } from '../shell/states';
import styles from './Exports.module.css';
import { exportsQuery } from './queries';
import { texts } from './texts';

interface StartExportProps {
  /** Of which customers: the list's query, or the ids of those selected. */
  filter: object;
  /** Whom the file will hold, in a sentence. */
  who: string;
  onClose: () => void;
}

export function StartExport({ filter, who, onClose }: StartExportProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [what, setWhat] = useState<NewExport['what']>('customers');
  const [format, setFormat] = useState<NewExport['format']>('csv');
  const start = useMutation({
    mutationFn: () => startExport({ what, format, filter: asked(what, filter), language }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: exportsQuery.queryKey });
      await navigate({ to: '/customers/exports' });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t.start.title} closeLabel={t.start.cancel}>
      <form className={styles.stack} onSubmit={submit}>
        <p>{who}</p>
        <FieldSet legend={t.start.what}>
          <div>
            {(['customers', 'cards', 'entries'] as const).map((each) => (
              <Choice
                key={each}
                type="radio"
                name="what"
                label={t.whats[each]}
                hint={t.start.hints[each]}
                checked={what === each}
                onChange={() => setWhat(each)}
              />
            ))}
          </div>
        </FieldSet>
        <FieldSet legend={t.start.format}>
          <div className={styles.formats}>
            {(['csv', 'xlsx'] as const).map((each) => (
              <Choice
                key={each}
                type="radio"
                name="format"
                label={t.start.formats[each]}
                checked={format === each}
                onChange={() => setFormat(each)}
              />
            ))}
          </div>
        </FieldSet>
        <p className={styles.careful}>{t.start.careful}</p>
        <Refusal error={start.error} />
        <div className={styles.actions}>
          <Button variant="secondary" onClick={onClose}>
            {t.start.cancel}
          </Button>
          <Button type="submit" busy={start.isPending}>
            {t.start.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function asked(what: NewExport['what'], filter: object): NonNullable<NewExport['filter']> {
  return what === 'customers' ? { ...filter } : { customers: filter };
}
