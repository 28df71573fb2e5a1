import { queryOptions } from '@tanstack/react-query';
import { getSecondFactor } from '../../api/secondFactor';

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: getSecondFactor,
});
