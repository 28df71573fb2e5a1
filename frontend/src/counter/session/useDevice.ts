import { useQuery } from '@tanstack/react-query';
import { readDevice } from '../../api/device';

/** Whether this browser is a paired counter device, and who works there. */
export function useDevice() {
  return useQuery({ queryKey: ['device'], queryFn: readDevice, staleTime: 60_000, retry: 1 });
}
