import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionId, OAuthClientId } from '#libs/persistence';
import { hashToken, isSameHash, isWellFormedToken, mintToken } from '#libs/tokens';
import { anEnterprise, aTestedConnection, auditLog, runningAdmin, type TestCaller } from './builders.js';

const keys = generateKeyPairSync('ed25519');
const jwk = keys.publicKey.export({ format: 'jwk' });
const federation = {
  issuer: 'https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0',
  audiences: ['api://postern'],
  subject: 'a-subject',
  tenantId: 'aaaabbbb-0000-cccc-1111-dddd2222eeee',
  jwksUri: 'https://login.microsoftonline.com/aaaabbbb-0000-cccc-1111-dddd2222eeee/discovery/v2.0/keys',
};

let enterpriseId: string;
let connectionId: ConnectionId;
let administrator: TestCaller;
let list: string;

beforeEach(async () => {
  const enterprise = await anEnterprise();
  ({ id: enterpriseId, administrator } = enterprise);
  ({ connectionId } = await aTestedConnection(enterprise.id));
  list = `${enterprise.path}/connections/${connectionId}/oauth-clients`;
});

/** What the token endpoint would find. */
async function credentialOf(id: string) {
  const { database } = await runningAdmin();
  return database.repositories.oauthGrants.findClient(connectionId, id as OAuthClientId);
}

/** Gets an access token as the token endpoint does, and says how to ask whether it is accepted. */
async function anAccessToken(id: string, secretId?: string): Promise<() => Promise<boolean>> {
  const { repositories } = (await runningAdmin()).database;
  const token = mintToken('scim');
  const client = (await credentialOf(id))!;
  const secret = client.secrets.find(candidate => candidate.id === secretId);
  const expiresAt = new Date(Date.now() + 60_000);
  const grant = { client, secretId: secret?.id ?? null, assertion: null, token, scopes: client.scopes, expiresAt };
  expect(await repositories.oauthGrants.issue(grant)).toBe(true);
  return async () => {
    const accepted = await repositories.scimTokens.findAccepted(connectionId);
    return accepted.some(({ hash }) => isSameHash(hash, token.hash));
  };
}

describe('an OAuth client', () => {
  it('lives with all scopes and tokens of an hour unless said otherwise', async () => {
    const client = await administrator.create(list, { name: 'Entra ID' });
    const { origin } = await runningAdmin();
    expect(client).toEqual({
      id: expect.any(String),
      name: 'Entra ID',
      scopes: ['users:read', 'users:write', 'groups:read', 'groups:write'],
      accessTokenMinutes: 60,
      jwks: null,
      federation: null,
      tokenEndpoint: `${origin}/scim/${connectionId}/oauth/token`,
      issuer: `${origin}/scim/${connectionId}`,
      version: 1,
      createdAt: expect.any(String),
      lastModified: expect.any(String),
      lastUsedAt: null,
    });
    expect((await administrator.send('get', list).expect(200)).body.items).toEqual([client]);
    expect((await administrator.send('get', `${list}/${client.id}`).expect(200)).body).toEqual(client);
  });

  it('has the keys and the workload identity that it was given, and no more', async () => {
    const { tenantId: _tenantId, ...tenantless } = federation;
    const body = { name: 'A', scopes: ['users:read'], accessTokenMinutes: 360, jwks: { keys: [{ ...jwk, x5u: 'x' }] } };
    const client = await administrator.create(list, { ...body, federation: tenantless });
    expect(client).toMatchObject({
      ...body,
      jwks: { keys: [jwk] },
      federation: { ...tenantless, tenantId: null },
    });
    expect(await credentialOf(client.id)).toMatchObject({
      scopes: ['users:read'],
      accessTokenMinutes: 360,
      jwks: { keys: [jwk] },
      federation: { ...tenantless, tenantId: null },
    });
  });

  it('is changed in part, and null takes keys and workload identity away', async () => {
    const { id } = await administrator.create(list, { name: 'A', jwks: { keys: [jwk] }, federation });
    const path = `${list}/${id}`;
    const change = (body: object) => administrator.send('patch', path, body).expect(200);
    expect((await change({})).body.version).toBe(1);
    expect((await change({ name: 'A', scopes: null, federation, jwks: { keys: [jwk] } })).body.version).toBe(1);
    expect((await change({ name: 'B' })).body).toMatchObject({
      name: 'B',
      version: 2,
      federation,
      jwks: { keys: [jwk] },
    });
    expect((await change({ federation: null, jwks: null })).body).toMatchObject({
      version: 3,
      federation: null,
      jwks: null,
    });
    await administrator.send('patch', path, { name: 'C' }).set('If-Match', '"2"').expect(412);
    await administrator.send('patch', path, { name: 'C' }).set('If-Match', '"3"').expect(200);
  });

  it('has to get its access tokens anew when what they stand for changes, and only then', async () => {
    const { id } = await administrator.create(list, { name: 'A', federation });
    const first = await anAccessToken(id);
    await administrator.send('patch', `${list}/${id}`, { name: 'B', accessTokenMinutes: 90 }).expect(200);
    expect(await first()).toBe(true);
    for (const change of [{ scopes: ['users:read'] }, { jwks: { keys: [jwk] } }, { federation: null }]) {
      const token = await anAccessToken(id);
      await administrator.send('patch', `${list}/${id}`, change).expect(200);
      expect(await token()).toBe(false);
    }
  });

  it('that was looked at before it changed gets no access token', async () => {
    const { id } = await administrator.create(list, { name: 'A', federation });
    const { repositories } = (await runningAdmin()).database;
    const client = (await credentialOf(id))!;
    await administrator.send('patch', `${list}/${id}`, { federation: null }).expect(200);
    const expiresAt = new Date(Date.now() + 60_000);
    const grant = {
      client,
      secretId: null,
      assertion: null,
      token: mintToken('scim'),
      scopes: client.scopes,
      expiresAt,
    };
    expect(await repositories.oauthGrants.issue(grant)).toBe(false);
  });

  it('goes with its secrets and access tokens', async () => {
    const { id } = await administrator.create(list, { name: 'A' });
    await administrator.create(`${list}/${id}/secrets`, {});
    const isAccepted = await anAccessToken(id);
    await administrator.send('delete', `${list}/${id}`).set('If-Match', '"9"').expect(412);
    await administrator.send('delete', `${list}/${id}`).expect(204);
    expect(await isAccepted()).toBe(false);
    expect(await credentialOf(id)).toBeUndefined();
    await administrator.send('get', `${list}/${id}`).expect(404);
    await administrator.send('get', `${list}/${id}/secrets`).expect(404);
  });

  it('is in the audit log with the thumbprints of its keys', async () => {
    const { id } = await administrator.create(list, { name: 'A', jwks: { keys: [jwk] }, federation });
    await administrator.send('patch', `${list}/${id}`, { jwks: null }).expect(200);
    await administrator.send('delete', `${list}/${id}`).expect(204);
    const log = await auditLog(enterpriseId);
    expect(log).toMatchObject([
      { action: 'oauth_client.created', after: { connectionId, keyThumbprints: [expect.any(String)], federation } },
      {
        action: 'oauth_client.updated',
        before: { keyThumbprints: [expect.any(String)] },
        after: { keyThumbprints: null },
      },
      { action: 'oauth_client.deleted', before: { connectionId, name: 'A' } },
    ]);
    expect(JSON.stringify(log)).not.toContain(jwk.x);
  });

  it.each<[string, object, string]>([
    ['without a name', { name: ' ' }, '/name'],
    ['of 59 minutes', { accessTokenMinutes: 59 }, '/accessTokenMinutes'],
    ['of 361 minutes', { accessTokenMinutes: 361 }, '/accessTokenMinutes'],
    ['with no scope', { scopes: [] }, '/scopes'],
    ['with an unknown scope', { scopes: ['users:delete'] }, '/scopes'],
    ['with a private key', { jwks: { keys: [keys.privateKey.export({ format: 'jwk' })] } }, '/jwks/keys'],
    ['with a secret for a key', { jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, '/jwks/keys'],
    ['with no key', { jwks: { keys: [] } }, '/jwks/keys'],
    ['with keys that are none', { jwks: 'x' }, '/jwks'],
    ['with something else beside the keys', { jwks: { keys: [jwk], x: 1 } }, '/jwks/x'],
    [
      'with an issuer over http',
      { federation: { ...federation, issuer: 'http://idp.example.com' } },
      '/federation/issuer',
    ],
    [
      'with keys over http',
      { federation: { ...federation, jwksUri: 'http://idp.example.com' } },
      '/federation/jwksUri',
    ],
    ['with keys in a file', { federation: { ...federation, jwksUri: 'file:///etc/passwd' } }, '/federation/jwksUri'],
    ['for no audience', { federation: { ...federation, audiences: [] } }, '/federation/audiences'],
    ['of no subject', { federation: { ...federation, subject: '' } }, '/federation/subject'],
  ])('%s is refused', async (_, body, pointer) => {
    const answer = await administrator.send('post', list, { name: 'A', ...body }).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });
});

describe('a secret of an OAuth client', () => {
  let secrets: string;
  let id: string;
  beforeEach(async () => {
    ({ id } = await administrator.create(list, { name: 'A' }));
    secrets = `${list}/${id}/secrets`;
  });

  it('is shown once, and lives a year unless said otherwise', async () => {
    const { secret, ...shown } = await administrator.create(secrets, {});
    expect(isWellFormedToken('oauth', String(secret))).toBe(true);
    expect(shown).toEqual({
      id: expect.any(String),
      prefix: String(secret).slice(0, 16),
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(Date.parse(String(shown['expiresAt'])) - Date.now()).toBeGreaterThan(364 * 86_400_000);
    expect((await administrator.send('get', secrets).expect(200)).body.items).toEqual([shown]);
    expect((await administrator.send('get', `${secrets}/${shown.id}`).expect(200)).body).toEqual(shown);
    const found = (await credentialOf(id))?.secrets;
    expect(found?.some(({ hash }) => isSameHash(hash, hashToken(String(secret))))).toBe(true);
    expect(JSON.stringify(await auditLog(enterpriseId))).not.toContain(secret);
  });

  it('is one of three at most that are active', async () => {
    const [first] = await Promise.all([1, 2, 3].map(() => administrator.create(secrets, {})));
    const { body } = await administrator.send('post', secrets, {}).expect(409);
    expect(body.code).toBe('too_many_active_tokens');
    await administrator.send('delete', `${secrets}/${first!.id}`).expect(204);
    const both = await Promise.all([1, 2].map(() => administrator.send('post', secrets, {})));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });

  it('that is revoked takes its access tokens with it, and leaves others alone', async () => {
    const [one, two] = [await administrator.create(secrets, {}), await administrator.create(secrets, {})];
    const tokens = [await anAccessToken(id, one.id), await anAccessToken(id, two.id)];
    await administrator.send('delete', `${secrets}/${one.id}`).expect(204);
    await administrator.send('delete', `${secrets}/${one.id}`).expect(204);
    expect(await Promise.all(tokens.map(isAccepted => isAccepted()))).toEqual([false, true]);
    expect((await credentialOf(id))?.secrets.map(secret => secret.id)).toEqual([two.id]);
    expect((await auditLog(enterpriseId)).map(({ action }) => action)).toEqual([
      'oauth_client.created',
      'oauth_client.secret_created',
      'oauth_client.secret_created',
      'oauth_client.secret_revoked',
    ]);
  });

  it('whose request comes again is not made twice, and not shown again', async () => {
    const send = () => administrator.send('post', secrets, {}).set('Idempotency-Key', 'secret');
    const { body } = await send().expect(201);
    expect((await send().expect(409)).body).toMatchObject({
      code: 'secret_shown_once',
      detail: expect.stringContaining(body.id),
    });
  });

  it('of another client, or of another enterprise’s, is a 404', async () => {
    const other = await administrator.create(list, { name: 'B' });
    const { id: secretId } = await administrator.create(secrets, {});
    await administrator.send('get', `${list}/${other.id}/secrets/${secretId}`).expect(404);
    await administrator.send('delete', `${list}/${other.id}/secrets/${secretId}`).expect(404);
    const foreign = await anEnterprise();
    await foreign.administrator.send('get', `${secrets}/${secretId}`).expect(404);
    const borrowed = list.replace(enterpriseId, foreign.id);
    await foreign.administrator.send('get', `${borrowed}/${id}`).expect(404);
    await foreign.administrator.send('post', `${borrowed}/${id}/secrets`, {}).expect(404);
    expect((await credentialOf(id))?.secrets).toHaveLength(1);
  });
});

it('while single sign-on has a warning that blocks provisioning, no client is set up, and one in use gets its secrets', async () => {
  const { id } = await administrator.create(list, { name: 'A', federation });
  const { database } = await runningAdmin();
  await database.orm.em.fork().execute('update connections set sso_test = null where id = ?', [connectionId]);
  for (const path of [list, `${list}/${id}/secrets`]) {
    const { body } = await administrator.send('post', path, path === list ? { name: 'B' } : {}).expect(409);
    expect(body.code).toBe('provisioning_blocked');
  }
  const other = { ...federation, subject: 'another' };
  await administrator.send('patch', `${list}/${id}`, { federation: other }).expect(409);
  await administrator.send('patch', `${list}/${id}`, { name: 'B' }).expect(200);
  await anAccessToken(id);
  await administrator.send('patch', `${list}/${id}`, { federation: other }).expect(200);
  await administrator.create(`${list}/${id}/secrets`, {});
});
