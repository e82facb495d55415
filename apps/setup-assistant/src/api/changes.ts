import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Connection, refreshConnection } from './connection.js';
import { answerTo, api, type Schemas } from './client.js';
import { useConnectionPath } from './use-session.js';

/** Settings of single sign-on as they are entered. */
export type SsoSettingsInput = Schemas['SamlSettingsInput'] | Schemas['OidcSettingsInput'];

/** Something that is changed; everything that is known of the connection is read again afterwards. */
export function useChange<Answer, Input = void>(
  change: (input: Input) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async answer => {
      await refreshConnection(queryClient);
      onDone?.(answer);
    },
  });
}

/** Imports the metadata of a SAML identity provider. */
export function useImportMetadata(onDone: (connection: Connection) => void) {
  const params = useConnectionPath();
  return useChange(
    (body: { readonly xml: string } | { readonly url: string }) =>
      answerTo(api.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-metadata', { params, body })),
    onDone,
  );
}

/** Sets how people sign in from what was typed. */
export function usePutSsoSettings(onDone: (connection: Connection) => void) {
  const params = useConnectionPath();
  return useChange(
    (body: SsoSettingsInput) =>
      answerTo(api.PUT('/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-settings', { params, body })),
    onDone,
  );
}

/** Leaves everything as it is live. */
export function useDiscardRevision() {
  const params = useConnectionPath();
  return useChange(() =>
    answerTo(api.DELETE('/v1/enterprises/{enterpriseId}/connections/{connectionId}/pending-revision', { params })),
  );
}
