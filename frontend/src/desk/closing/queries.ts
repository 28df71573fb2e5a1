import { queryOptions } from '@tanstack/react-query';
import { readClosure } from '../../api/closure';

/** Of a shop whose contract has ended. */
export const closureQuery = queryOptions({ queryKey: ['closure'], queryFn: readClosure });
