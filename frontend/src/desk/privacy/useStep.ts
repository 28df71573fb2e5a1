import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type PrivacyRequest, type Steps, takeStep } from '../../api/privacyRequests';
import { requestQuery } from './queries';

/** Take one step; the page shows where the request then stands. */
export function useStep<Name extends keyof Steps>(
  request: PrivacyRequest,
  step: Name,
  onDone?: () => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Steps[Name]) => takeStep(request, step, body),
    onSuccess: (after) => {
      queries.setQueryData(requestQuery(request.id).queryKey, after);
      void queries.invalidateQueries({
        queryKey: ['requests'],
        predicate: ({ queryKey }) => queryKey[1] !== 'one',
      });
      onDone?.();
    },
    // Somebody else was quicker: what is shown next is where it stands now, and what would happen.
    onError: () => {
      void queries.invalidateQueries(requestQuery(request.id));
      void queries.invalidateQueries({ queryKey: ['requests', 'plan', request.id] });
    },
  });
}
