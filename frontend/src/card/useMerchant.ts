import { useCallback, useEffect, useState } from 'react';
import { getPublicMerchant } from '../api/public';
import type { PublicMerchant } from '../api/types';
import { takeAhead } from './ahead';

export interface MerchantView {
  merchant: PublicMerchant | null;
  problem: unknown;
  retry: () => void;
}

export function useMerchant(slug: string): MerchantView {
  const [merchant, setMerchant] = useState<PublicMerchant | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const read = useCallback(() => {
    setProblem(null);
    takeAhead(() => getPublicMerchant(slug)).then(setMerchant, setProblem);
  }, [slug]);
  useEffect(read, [read]);
  return { merchant, problem, retry: read };
}
