import type { ConnectionKey, OAuthClientRow, Repositories } from '#libs/persistence';
import type { RecordHappening } from '../http/admin-transactions.js';

/** How many OAuth clients are read at once. */
const PAGE = 100;

/** The identity provider gets in no more, by no token and by no OAuth client. */
export async function endCredentials(
  { oauthClients, scimTokens }: Repositories,
  key: ConnectionKey,
  record: RecordHappening,
): Promise<void> {
  const { enterpriseId, connectionId } = key;
  for (const { id, prefix, scopes } of await scimTokens.revokeAll(key)) {
    const target = { type: 'scim_token', id };
    await record(enterpriseId, { action: 'scim_token.revoked', target, before: { connectionId, prefix, scopes } });
  }
  let clients: readonly OAuthClientRow[];
  do {
    clients = await oauthClients.list(key, { limit: PAGE });
    for (const { id, name, scopes } of clients) {
      await oauthClients.delete(key, id);
      const target = { type: 'oauth_client', id };
      await record(enterpriseId, { action: 'oauth_client.deleted', target, before: { connectionId, name, scopes } });
    }
  } while (clients.length === PAGE);
}
