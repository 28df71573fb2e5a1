import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, useId, useState } from 'react';
import { uploadImport } from '../../api/imports';
import { useLanguage, useTexts } from '../../i18n/LanguageProvider';
import { Button } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { Icon } from '../../ui/Icon';
import { saveFile } from '../../ui/saveFile';
import { Refusal } from '../shell/states';
import { fieldTexts, GROUPS } from './fields';
import { type FileLack, refusalOf, sampleOf } from './file';
import styles from './Imports.module.css';
import { importQuery } from './queries';
import { texts } from './texts';

/** Where a file comes in: dropped, or chosen with the platform's own dialog. */
export function UploadDrop() {
  const t = useTexts(texts).drop;
  const { language } = useLanguage();
  const { fields } = useTexts(fieldTexts);
  const id = useId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const [lack, setLack] = useState<FileLack | null>(null);
  const [sent, setSent] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => uploadImport(file, setSent),
    onSuccess: (created) => {
      queries.setQueryData(importQuery(created.id).queryKey, created);
      void queries.invalidateQueries({ queryKey: ['imports', 'list'] });
      void navigate({ to: '/customers/imports/$importId', params: { importId: created.id } });
    },
  });
  const take = (file: File | undefined) => {
    if (!file || upload.isPending) return;
    const wrong = refusalOf(file);
    setLack(wrong);
    setSent(0);
    if (!wrong) upload.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <section className={styles.upload} aria-labelledby={`${id}-title`}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a second way; the input inside is the one for every hand */}
      <div
        className={cx(styles.drop, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="download" size={32} />
        <h2 id={`${id}-title`}>{over ? t.over : t.title}</h2>
        <p className={styles.hint} id={`${id}-kinds`}>
          {t.kinds}
        </p>
        <label className={styles.choose}>
          <input
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,text/csv"
            className="visually-hidden"
            aria-describedby={`${id}-kinds`}
            disabled={upload.isPending}
            onChange={(event) => {
              take(event.target.files?.[0]);
              // The same file, corrected, can be chosen again.
              event.target.value = '';
            }}
          />
          <span>{t.choose}</span>
        </label>
        <Button
          variant="quiet"
          size="small"
          icon="download"
          onClick={() =>
            saveFile(
              sampleOf(
                Object.values(GROUPS)
                  .flat()
                  .map((f) => fields[f]),
                language,
              ),
              t.sampleName,
            )
          }
        >
          {t.sample}
        </Button>
      </div>
      <p role="status" className={styles.hint}>
        {upload.isPending && t.sending(upload.variables.name)}
      </p>
      {upload.isPending && (
        <progress
          className={styles.progress}
          aria-label={t.sending(upload.variables.name)}
          value={sent}
        />
      )}
      {lack && (
        <p role="alert" className={styles.wrong}>
          <Icon name="warning" size={18} />
          {t[lack]}
        </p>
      )}
      <Refusal error={upload.error} />
    </section>
  );
}
