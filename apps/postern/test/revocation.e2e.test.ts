import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionKey, Database } from '#libs/persistence';
import { mintToken, scimScopes } from '#libs/tokens';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { ServiceProcess } from '../../../tools/testing/service-process.js';

const WORKERS = 8;
const REQUESTS_AFTERWARDS = 5;
const inADay = new Date(Date.now() + 86_400_000);

/** Two processes that share a database and nothing else. */
let one: ServiceProcess;
let two: ServiceProcess;
let database: Database;
let operatorKey: string;
let connection: ConnectionKey;

beforeAll(async () => {
  const url = await emptyDatabaseUrl();
  const settings = {
    NODE_ENV: 'production',
    DATABASE_URL: url,
    PUBLIC_URL: 'https://sso.example.com',
    SECRETS_KEY: randomBytes(32).toString('base64'),
    SCIM_REQUESTS_PER_SECOND: '0',
    ADMIN_REQUESTS_PER_SECOND: '0',
    ADMIN_FAILED_AUTHENTICATIONS_PER_MINUTE: '0',
  };
  [one, two] = await Promise.all([ServiceProcess.start(settings), ServiceProcess.start(settings)]);
  database = await Database.connect({ url, poolSize: 2 });
  const enterpriseId = await database.repositories.enterprises.insert({ key: 'acme', name: 'Acme' });
  const { id } = await database.repositories.connections.insert(enterpriseId, { name: 'Acme', idpProfile: 'okta' });
  connection = { enterpriseId, connectionId: id };
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await database.close();
});

beforeEach(async () => {
  const token = mintToken('api');
  const terms = { name: 'Operator', role: 'operator', permissions: null, expiresAt: inADay } as const;
  await database.repositories.apiKeys.insert(null, token, terms);
  operatorKey = token.secret.reveal();
});

/** What can be revoked: its secret, what it opens, and where it is revoked. */
interface Revocable {
  readonly secret: string;
  readonly opens: string;
  readonly place: string;
}

async function aScimToken(): Promise<Revocable> {
  const token = mintToken('scim');
  const id = await database.transaction(({ scimTokens }) =>
    scimTokens.insert(connection, token, { scopes: scimScopes, expiresAt: inADay }),
  );
  const { enterpriseId, connectionId } = connection;
  return {
    secret: token.secret.reveal(),
    opens: `/scim/${connectionId}/v2/Users?count=0`,
    place: `/api/v1/enterprises/${enterpriseId}/connections/${connectionId}/scim-tokens/${id}`,
  };
}

async function anApiKey(): Promise<Revocable> {
  const token = mintToken('api');
  const terms = { name: 'Auditor', role: 'auditor', permissions: null, expiresAt: inADay } as const;
  const { id } = await database.repositories.apiKeys.insert(null, token, terms);
  return { secret: token.secret.reveal(), opens: '/api/v1/enterprises?limit=1', place: `/api/v1/api-keys/${id}` };
}

async function statusOf({ origin }: ServiceProcess, path: string, secret: string, method = 'GET'): Promise<number> {
  const response = await fetch(`${origin}${path}`, { method, headers: { Authorization: `Bearer ${secret}` } });
  await response.arrayBuffer();
  return response.status;
}

const use = (service: ServiceProcess, { opens, secret }: Revocable) => statusOf(service, opens, secret);
const revoke = (service: ServiceProcess, { place }: Revocable) => statusOf(service, place, operatorKey, 'DELETE');

describe.each([
  ['a SCIM token', aScimToken],
  ['an API key', anApiKey],
])('%s that is revoked through one process', (_, make) => {
  it('is refused by both in the next request', async () => {
    const revocable = await make();
    for (const service of [one, two]) expect(await use(service, revocable)).toBe(200);
    expect(await revoke(one, revocable)).toBe(204);
    expect([await use(two, revocable), await use(one, revocable)]).toEqual([401, 401]);
  });

  it('is refused by the other in every request that begins afterwards, in the midst of many', async () => {
    const revocable = await make();
    let isRevoked = false;
    const before: number[] = [];
    const afterwards: number[] = [];
    const sendOn = async () => {
      for (let left = REQUESTS_AFTERWARDS; left > 0;) {
        const statuses = isRevoked ? afterwards : before;
        if (isRevoked) left--;
        statuses.push(await use(two, revocable));
      }
    };
    const sending = Array.from({ length: WORKERS }, sendOn);
    try {
      await expect.poll(() => before.length).toBeGreaterThan(5 * WORKERS);
      expect(new Set(before)).toEqual(new Set([200]));
      expect(await revoke(one, revocable)).toBe(204);
    } finally {
      isRevoked = true;
      await Promise.all(sending);
    }
    expect(afterwards).toEqual(Array.from({ length: WORKERS * REQUESTS_AFTERWARDS }, () => 401));
  });
});
