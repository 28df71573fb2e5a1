import { saveFile } from '../../ui/saveFile';
import type { DataApi } from './api';

const FIRST_MS = 250;
const MOST_MS = 4_000;
const TIMES = 60;

/** Has the file made, waits for it, and hands it to the browser. */
export async function takeAlong(api: DataApi, name: string): Promise<void> {
  await api.startExport();
  for (let turn = 0; turn < TIMES; turn++) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(MOST_MS, FIRST_MS * 2 ** turn)));
    const { status, token } = (await api.export()).data;
    if (token) return saveFile(await api.file(token), name);
    if (status === 'failed') break;
  }
  throw new Error('the file was not made');
}
