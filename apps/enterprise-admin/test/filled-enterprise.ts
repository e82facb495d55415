import { randomUUIDv7 } from 'node:crypto';
import { defaultAttributeMapping } from '#libs/attribute-mapping';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { certificatesAt } from '../src/connections/certificate-facts.js';
import { Secret } from '#libs/tokens';
import { aKey, passSignInTest, runningAdmin, testSecretBox } from './builders.js';
import { validCertificate } from './certificates.js';

/** An enterprise in which there is one of everything: the parameters of every path, by name. */
export interface FilledEnterprise {
  readonly enterpriseKey: string;
  readonly ids: Readonly<Record<string, string>>;
}

const certificateId = certificatesAt([validCertificate], new Date())[0]?.id ?? '';

/** Nothing is signed with it. */
const sealedKey = testSecretBox.seal(new Secret('key'), 'key');

const pendingRevision = {
  settings: {
    protocol: 'saml',
    entityId: 'https://idp.example.com/next',
    signOnUrl: 'https://idp.example.com/next/sso',
    certificates: [validCertificate],
  },
  mappingVersion: 0,
  createdAt: '2026-11-24T09:30:00.000Z',
} as const;

/** Makes one, without going over the API. */
export async function aFilledEnterprise(): Promise<FilledEnterprise> {
  const { database } = await runningAdmin();
  const enterpriseKey = aKey();
  const enterpriseId = await database.repositories.enterprises.insert({ key: enterpriseKey, name: 'Example' });
  const { connectionId } = await database.repositories.enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'disabled',
    provisioningMode: 'users',
  });
  await passSignInTest({ enterpriseId, connectionId });
  await database.repositories.connections.update({ enterpriseId, connectionId }, { pendingRevision });
  return {
    enterpriseKey,
    ids: { enterpriseId, connectionId, certificateId, ...(await fill(enterpriseId, connectionId)) },
  };
}

async function fill(enterpriseId: EnterpriseId, connectionId: ConnectionId): Promise<Record<string, string>> {
  const sealed = await sealedKey;
  const rows = new NewRows();
  const insert = (table: string, columns: Readonly<Record<string, unknown>>): string =>
    rows.add(table, { enterprise_id: enterpriseId, ...columns });
  const soon = new Date(Date.now() + 86_400_000);
  const resource = { connection_id: connectionId, attributes: '{}', search: '{}', terms: '' };
  const key = { name: 'A', prefix: 'ptn_api_000000', expires_at: soon };
  const hash = () => Buffer.from(aKey().padEnd(32));
  const webhookEndpointId = insert('webhook_endpoints', {
    url: 'https://app.example.com/webhooks',
    sealed_secrets: '[]',
  });
  const accountId = insert('accounts', { login: 'ava', login_key: 'ava' });
  const oauthClientId = insert('oauth_clients', {
    connection_id: connectionId,
    name: 'A',
    scopes: '{users:read}',
  });
  const organizationId = insert('organizations', { key: 'a', name: 'A' });
  const directoryGroupId = insert('directory_groups', { ...resource, display_name: 'A', display_name_key: 'a' });
  const ids = {
    oauthClientId,
    oauthClientSecretId: insert('oauth_client_secrets', {
      connection_id: connectionId,
      client_id: oauthClientId,
      prefix: 'ptn_oauth_000000',
      hash: hash(),
      expires_at: soon,
    }),
    organizationId,
    // One who administrates without single sign-on, and one to be revoked.
    administratorId: insert('api_keys', { ...key, role: 'enterprise_admin', hash: hash() }),
    apiKeyId: insert('api_keys', { ...key, role: 'auditor', hash: hash() }),
    vendorApiKeyId: insert('api_keys', { ...key, enterprise_id: null, role: 'auditor', hash: hash() }),
    scimTokenId: insert('scim_tokens', {
      connection_id: connectionId,
      prefix: 'ptn_scim_000000',
      hash: hash(),
      scopes: '{users:read}',
      expires_at: soon,
    }),
    ownKeyId: insertOwnKeys(columns =>
      insert('connection_keys', {
        connection_id: connectionId,
        certificate: validCertificate,
        sealed_private_key: sealed,
        ...columns,
      }),
    ),
    signInTestId: insert('sign_in_tests', {
      connection_id: connectionId,
      hash: hash(),
      fingerprint: '',
      expires_at: soon,
    }),
    signInAttemptId: insert('sign_in_attempts', {
      connection_id: connectionId,
      purpose: 'sign_in',
      protocol: 'saml',
      outcome: 'refused',
      code: 'saml_wrong_key',
    }),
    setupLinkId: insert('setup_links', {
      connection_id: connectionId,
      prefix: 'ptn_setup_000000',
      hash: hash(),
      features: '{sso}',
      max_opens: 3,
      expires_at: soon,
    }),
    directoryUserId: insert('directory_users', {
      ...resource,
      user_name: 'ava',
      user_name_key: 'ava',
      active: true,
    }),
    requestId: insert('scim_requests', {
      connection_id: connectionId,
      at: new Date(),
      method: 'POST',
      path: '/Users',
      status: 201,
      duration_ms: 5,
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'kim' }),
      body_kept: 'whole',
      dialect: 'unknown',
      intent_kind: 'create-user',
      intent_subject: 'kim',
      is_test: false,
    }),
    impactPreviewId: insert('impact_previews', {
      connection_id: connectionId,
      purpose: '{"kind":"enable","mode":"users"}',
      seen: '{}',
    }),
    rehearsalId: insert('rehearsals', {
      connection_id: connectionId,
      idp_profile: 'generic',
      mode: 'users',
      total: 9,
      state: 'passed',
      finished_at: new Date(),
    }),
    applicationId: insert('applications', { connection_id: connectionId, actor: '{}' }),
    directoryGroupId,
    groupMappingId: insert('group_mappings', {
      connection_id: connectionId,
      group_id: directoryGroupId,
      organization_id: organizationId,
    }),
    attributeMappingId: await publishMapping(),
    webhookEndpointId,
    webhookDeliveryId: rows.add('webhook_deliveries', {
      endpoint_id: webhookEndpointId,
      type: 'webhook_endpoint.test',
      // It was given up.
      state: 'dead',
    }),
    vendorApplicationId: rows.add('vendor_applications', {
      name: 'A',
      redirect_uris: '{https://app.example.com/}',
      token_endpoint_auth_method: 'client_secret_basic',
    }),
    accountId,
    domainId: insert('domains', { connection_id: connectionId, name: `${enterpriseId}.example`, token: 'a' }),
    holdId: insert('holds', { accounts: 50, of_accounts: 100, since: new Date() }),
    accountSessionId: insert('account_sessions', { account_id: accountId, expires_at: soon }),
    personalAccessTokenId: insert('personal_access_tokens', {
      account_id: accountId,
      name: 'A',
      prefix: 'ptn_pat_000000',
      hash: hash(),
      expires_at: soon,
    }),
  };
  await rows.insert();
  return ids;
}

/** Rows that refer to each other, for one statement: this is done for hundreds of enterprises. */
class NewRows {
  private readonly statements: string[] = [];
  private readonly values: unknown[] = [];

  /** @returns its id */
  add(table: string, columns: Readonly<Record<string, unknown>>): string {
    const row = { id: randomUUIDv7(), ...columns };
    const names = Object.keys(row);
    this.statements.push(`insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`);
    this.values.push(...Object.values(row));
    return row.id;
  }

  async insert(): Promise<void> {
    const { database } = await runningAdmin();
    const parts = this.statements.map((statement, index) => `row_${index} as (${statement})`);
    await database.orm.em.fork().execute(`with ${parts.join(', ')} select`, this.values);
  }
}

/** Publishes the mapping that is built in; returns its id. */
async function publishMapping(): Promise<string> {
  const { database } = await runningAdmin();
  return database.transaction(async ({ attributeMappings }) => {
    await attributeMappings.lock();
    const latest = await attributeMappings.latest();
    return (await attributeMappings.insert((latest?.version ?? 0) + 1, defaultAttributeMapping, '')).id;
  });
}

/** Everything that is stored of an enterprise but the last use of its keys, to see whether anything has changed. */
export async function contentsOf(enterpriseId: string): Promise<string> {
  const { database } = await runningAdmin();
  const tables = [
    'organizations',
    'connections',
    'scim_tokens',
    'raised_warnings',
    'oauth_clients',
    'oauth_client_secrets',
    'setup_links',
    'setup_sessions',
    'sign_in_tests',
    'account_identities',
    'api_keys',
    'directory_users',
    'directory_groups',
    'accounts',
    'account_sessions',
    'personal_access_tokens',
    'organization_memberships',
    'webhook_endpoints',
    'holds',
    'receipts',
    'applications',
    'rehearsals',
    'group_mappings',
    'domains',
  ];
  const rows: unknown = await database.orm.em.fork().execute(
    `select 'enterprises' as name, to_jsonb(e)::text as content from enterprises e where id = ?
     ${tables.map(table => `union all select '${table}', (to_jsonb(t) - 'last_used_at')::text from ${table} t where enterprise_id = ?`).join(' ')}
     union all select 'audit_events', action from audit_events where enterprise_id = ?
     order by 1, 2`,
    Array.from({ length: tables.length + 2 }, () => enterpriseId),
  );
  return JSON.stringify(rows, null, 1);
}

/** Both that are current, and one that is next, which it gives. */
function insertOwnKeys(insert: (columns: Readonly<Record<string, unknown>>) => string): string {
  insert({ use: 'signing', state: 'current' });
  insert({ use: 'encryption', state: 'current' });
  return insert({ use: 'encryption', state: 'next' });
}
