import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useChange } from './changes.js';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath, useMay } from './use-session.js';

/** A token with which the identity provider calls. */
export type ScimToken = Schemas['ScimToken'];
/** One that was just made, with its secret. */
export type NewScimToken = Schemas['NewScimToken'];

const PATH = '/v1/enterprises/{enterpriseId}/connections/{connectionId}/scim-tokens';
/** Kept as long as this page is, and nowhere else. */
const newTokenKey = ['new-scim-token'];

/** The tokens of the connection; there are few. Nothing is asked where they may not be seen. */
export function useScimTokens() {
  const params = useConnectionPath();
  const isAllowed = useMay('scim-tokens:read');
  return useQuery({
    queryKey: ['connection', 'scim-tokens'],
    enabled: isAllowed,
    queryFn: () => answerTo(api.GET(PATH, { params })),
  });
}

/** The token that was made on this page, while its secret is known. */
export function useNewToken(): NewScimToken | undefined {
  return useQuery<NewScimToken>({ queryKey: newTokenKey, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity })
    .data;
}

/** Makes a token, or one that takes the place of another. */
export function useMakeToken() {
  const { path } = useConnectionPath();
  const queryClient = useQueryClient();
  return useChange(
    (replaced: ScimToken | undefined) =>
      answerTo(
        replaced
          ? api.POST(`${PATH}/{scimTokenId}/rotations`, {
              params: { path: { ...path, scimTokenId: replaced.id } },
              body: {},
            })
          : api.POST(PATH, { params: { path }, body: {} }),
      ),
    token => queryClient.setQueryData(newTokenKey, token),
  );
}
