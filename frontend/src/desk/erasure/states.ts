import type { Erasure } from '../../api/erasures';
import type { Tone } from '../../ui/Banner';

const TONE: Partial<Record<Erasure['state'], Tone>> = {
  awaiting_approval: 'warn',
  awaiting_provider: 'warn',
  done: 'ok',
  refused: 'danger',
};

export const toneOf = (state: Erasure['state']): Tone => TONE[state] ?? 'info';
