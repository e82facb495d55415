import { useQuery } from '@tanstack/react-query';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath, useMay } from './use-session.js';

/** A token with which the identity provider calls. */
export type ScimToken = Schemas['ScimToken'];

/** The tokens of the connection; there are few. Nothing is asked where they may not be seen. */
export function useScimTokens() {
  const params = useConnectionPath();
  const isAllowed = useMay('scim-tokens:read');
  return useQuery({
    queryKey: ['connection', 'scim-tokens'],
    enabled: isAllowed,
    queryFn: () =>
      answerTo(api.GET('/v1/enterprises/{enterpriseId}/connections/{connectionId}/scim-tokens', { params })),
  });
}
