import { mintWebhookSecret, secretContext } from '#libs/account-events';
import {
  type ConnectionKey,
  type Database,
  type DirectoryGroupId,
  newId,
  type OrganizationId,
  type WebhookEndpointId,
} from '#libs/persistence';
import { mintToken, scimScopes, type SecretBox } from '#libs/tokens';

const DAY_MS = 86_400_000;
/** The organization in which everybody is by hand; what groups do must leave it alone. */
const LOCAL = 'local';

/** The enterprise of a run. */
export interface CrashedEnterprise {
  readonly key: ConnectionKey;
  readonly token: string;
  /** The organizations that mapped groups give, by the names of those groups. */
  readonly organizations: ReadonlyMap<string, OrganizationId>;
  readonly local: OrganizationId;
}

/** Makes an enterprise with one enabled connection that carries groups, and an organization for each group to come. */
export function prepareEnterprise(database: Database, groups: readonly string[]): Promise<CrashedEnterprise> {
  return database.transaction(async ({ enterprises, scimTokens }) => {
    const enterpriseId = await enterprises.insert({ key: 'crash-test', name: 'Crash test' });
    const key = await enterprises.insertConnection(enterpriseId, {
      name: 'Crash test',
      idpProfile: 'generic',
      state: 'enabled',
      provisioningMode: 'users_and_groups',
    });
    const token = mintToken('scim');
    await scimTokens.insert(key, token, { scopes: scimScopes, expiresAt: new Date(Date.now() + DAY_MS) });
    const insert = (name: string) => enterprises.insertOrganization(enterpriseId, { key: name, name });
    const organizations = new Map<string, OrganizationId>();
    for (const name of groups) organizations.set(name, await insert(name));
    return { key, token: token.secret.reveal(), organizations, local: await insert(LOCAL) };
  });
}

/** Maps groups to organizations, as administration does it. */
export async function mapGroups(
  database: Database,
  { key, organizations }: CrashedEnterprise,
  groups: ReadonlyMap<string, string>,
): Promise<void> {
  await database.transaction(async ({ groupMappings }) => {
    await groupMappings.lockDirectory(key);
    for (const [id, name] of groups) {
      const organizationId = organizations.get(name);
      if (organizationId) await groupMappings.insert(key, [{ groupId: id as DirectoryGroupId, organizationId }]);
    }
  });
}

/**
 * Makes the endpoint to which all events go.
 * @param urlFor gives its URL, once it knows the secret with which they are signed
 */
export async function makeEndpoint(
  database: Database,
  secretBox: SecretBox,
  urlFor: (secret: string) => Promise<string>,
): Promise<void> {
  const id = newId<WebhookEndpointId>();
  const secret = mintWebhookSecret();
  await database.repositories.webhookEndpoints.insert({
    id,
    enterpriseId: null,
    url: await urlFor(secret.reveal()),
    description: '',
    types: null,
    format: 'event',
    sealedSecrets: [{ sealed: await secretBox.seal(secret, secretContext(id)), expiresAt: null }],
  });
}

/** What a person with access has besides: a session, a personal access token, and an organization by hand. */
export async function signIn(
  database: Database,
  { key, local }: CrashedEnterprise,
  directoryUserId: string,
): Promise<void> {
  const account = [local, key.enterpriseId, key.connectionId, directoryUserId];
  const run = (sql: string, values: readonly unknown[]) => database.orm.em.fork().execute(sql, [...values]);
  const found = 'from accounts where enterprise_id = ? and connection_id = ? and directory_user_id = ?';
  await run(
    `with joined as (
       insert into organization_memberships (enterprise_id, organization_id, account_id)
       select enterprise_id, ?, id ${found} on conflict do nothing
     )
     insert into account_sessions (enterprise_id, account_id, id, expires_at)
     select enterprise_id, id, gen_random_uuid(), now() + interval '1 day' ${found}`,
    [...account, ...account.slice(1)],
  );
  await run(
    `insert into personal_access_tokens (enterprise_id, account_id, id, name, prefix, hash, expires_at)
     select enterprise_id, id, gen_random_uuid(), 'Crash test', 'ptn_pat_000000', sha256(id::text::bytea), now() + interval '1 day'
     ${found} on conflict do nothing`,
    account.slice(1),
  );
}
