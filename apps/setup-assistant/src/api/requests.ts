import { useQuery } from '@tanstack/react-query';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath } from './use-session.js';

/** A request of the identity provider. */
export type ScimRequest = Schemas['ScimRequest'];

const LIMIT = 8;
const EVERY_MS = 2500;

/** The last requests, again and again while the page is looked at. */
export function useLastRequests({ isAllowed }: { readonly isAllowed: boolean }) {
  const { path } = useConnectionPath();
  return useQuery({
    queryKey: ['connection', 'requests', 'last'],
    enabled: isAllowed,
    refetchInterval: EVERY_MS,
    queryFn: () =>
      answerTo(
        api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}/requests', {
          params: { path, query: { limit: LIMIT } },
        }),
      ),
  });
}
