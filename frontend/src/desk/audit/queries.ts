import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getAuditVerification, listAuditEvents } from '../../api/audit';
import { type JournalSearch, wishOf } from './search';

export const journalQuery = (search: JournalSearch) =>
  infiniteQueryOptions({
    queryKey: ['journal', search],
    queryFn: ({ pageParam }) =>
      listAuditEvents({ ...wishOf(search), limit: 50, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

export const verificationQuery = queryOptions({
  queryKey: ['journal-verification'],
  queryFn: getAuditVerification,
});
