const LIMIT = 50 * 1024 * 1024;

export type FileLack = 'wrongKind' | 'tooLarge' | 'empty';

/** Told at once, before megabytes travel; the API looks again. */
export function refusalOf(file: Pick<File, 'name' | 'size'>): FileLack | null {
  if (!/\.(csv|tsv|txt|xlsx)$/i.test(file.name)) return 'wrongKind';
  if (file.size === 0) return 'empty';
  return file.size > LIMIT ? 'tooLarge' : null;
}

/** A file that spreadsheets of the reader's country open in columns; the mark says it is UTF-8. */
export function sampleOf(headers: readonly string[], language: 'fr' | 'en'): Blob {
  const separator = language === 'fr' ? ';' : ',';
  return new Blob([`\ufeff${headers.join(separator)}\r\n`], { type: 'text/csv;charset=utf-8' });
}
