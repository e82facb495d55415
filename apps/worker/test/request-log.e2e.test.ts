import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ConnectionKey,
  Database,
  newId,
  type ScimRequestId,
  type ScimRequestWrite,
  type SsoTest,
} from '#libs/persistence';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import { keepRequestLog } from '../src/request-log/keep-request-log.js';
import { watchTraffic } from '../src/request-log/watch-traffic.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let database: Database;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 3 });
});
afterAll(() => database.close());

async function aConnection(idpProfile = 'entra-id'): Promise<ConnectionKey> {
  const { enterprises } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: `log-${randomUUID()}`, name: 'Example' });
  return enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile,
    state: 'enabled',
    provisioningMode: 'users',
  });
}

function write(key: ConnectionKey, ...requests: Partial<ScimRequestWrite>[]): Promise<void> {
  const rows = requests.map((given): ScimRequestWrite => ({
    enterprise_id: key.enterpriseId,
    connection_id: key.connectionId,
    at: new Date().toISOString(),
    id: newId<ScimRequestId>(),
    token_id: null,
    method: 'GET',
    path: '/Users',
    status: 200,
    scim_type: null,
    detail: null,
    duration_ms: 1,
    request_id: null,
    remote_address: null,
    user_agent: null,
    ad_scim_version: null,
    body: null,
    body_kept: given.body === undefined ? 'none' : 'whole',
    dialect: 'unknown',
    intent_kind: 'list-users',
    intent_subject: null,
    intent_count: null,
    is_test: false,
    resource_type: null,
    resource_id: null,
    touched: null,
    operations: null,
    found: null,
    rehearsal_id: null,
    ...given,
  }));
  return database.repositories.scimRequests.write(rows);
}

const patch = (op: string, value: unknown): Partial<ScimRequestWrite> => ({
  method: 'PATCH',
  path: '/Users/1',
  body: JSON.stringify({ schemas: [PATCH_OP], Operations: [{ op, path: 'active', value }] }),
});

const warnings = async (key: ConnectionKey) =>
  (await database.repositories.raisedWarnings.list(key)).map(({ code }) => code);

/** Whole days of the log, oldest first. */
async function days(): Promise<readonly string[]> {
  const rows: { day: string }[] = await database.orm.em.fork().execute(
    `select right(c.relname, 8) as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'scim_requests'::regclass order by 1`,
  );
  return rows.map(({ day }) => day);
}

describe('keeping the log', () => {
  const now = Date.UTC(2031, 4, 20, 12);

  it('makes the days to come, and drops those that are over as a whole', async () => {
    const key = await aConnection();
    const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS).toISOString();
    await write(key, { at: at(31) }, { at: at(30) }, { at: at(0) });
    expect(await days()).toEqual(expect.arrayContaining(['20310419', '20310420', '20310520']));
    await keepRequestLog(database, 30, now);
    expect((await days()).filter(day => day < '20310501')).toEqual(['20310420']);
    expect(await days()).toEqual(expect.arrayContaining(['20310520', '20310521', '20310522']));
    expect(await database.repositories.scimRequests.list(key, { limit: 9 })).toHaveLength(2);
    // The present of other tests was over, too.
    await keepRequestLog(database, 30);
  });
});

describe('watching traffic', () => {
  it('says that Entra ID’s flag is missing, until a request shows it', async () => {
    const key = await aConnection();
    await write(key, patch('Replace', 'False'));
    await watchTraffic(database);
    expect(await warnings(key)).toEqual(['ENTRA_FLAG_MISSING']);
    await write(key, {});
    await watchTraffic(database);
    expect(await warnings(key)).toEqual(['ENTRA_FLAG_MISSING']);
    await write(key, { ...patch('replace', false), at: new Date(Date.now() + 1000).toISOString() });
    await watchTraffic(database);
    expect(await warnings(key)).toEqual([]);
  });

  it('says that an identity provider is silent for three times the usual and a day at least, until it speaks', async () => {
    const key = await aConnection();
    const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 5 * DAY_MS;
    const hourly = Array.from({ length: 6 }, (_, index) => ({ at: new Date(start + index * HOUR_MS).toISOString() }));
    await write(key, ...hourly);
    const after = (hours: number) => ({ now: new Date(start + (5 + hours) * HOUR_MS) });
    await watchTraffic(database, after(23));
    expect(await warnings(key)).toEqual([]);
    await watchTraffic(database, after(25));
    expect(await warnings(key)).toEqual(['IDP_SILENT']);
    await write(key, {});
    await watchTraffic(database);
    expect(await warnings(key)).toEqual([]);
  });

  it('says nothing of one that is seldom heard of', async () => {
    const key = await aConnection();
    const ago = (daysAgo: number) => ({ at: new Date(Date.now() - daysAgo * DAY_MS).toISOString() });
    await write(key, ago(13), ago(11), ago(9), ago(7), ago(5));
    await watchTraffic(database);
    expect(await warnings(key)).toEqual([]);
  });

  it('says that a login and the userName of the same person disagree, until they agree', async () => {
    const key = await aConnection('okta');
    const { directoryUsers } = database.repositories;
    const user = await directoryUsers.insert(key, newId(), { userName: 'ava.lind@example.com', active: true });
    await database.orm.em.fork().execute(
      `insert into accounts (enterprise_id, connection_id, id, directory_user_id, login, login_key)
       values (?, ?, gen_random_uuid(), ?, 'ava@example.com', 'ava@example.com')`,
      [key.enterpriseId, key.connectionId, user.id],
    );
    await write(key, { method: 'PATCH', resource_type: 'User', resource_id: user.id });
    await watchTraffic(database);
    expect(await database.repositories.raisedWarnings.list(key)).toMatchObject([
      {
        code: 'LOGIN_MISMATCH',
        evidence: { people: [{ userName: 'ava.lind@example.com', login: 'ava@example.com' }] },
      },
    ]);
    await directoryUsers.update(key, user, { userName: 'ava@example.com', active: true });
    await write(key, {});
    await watchTraffic(database);
    expect(await warnings(key)).toEqual([]);
  });

  it('compares the person of the last sign-in test, too', async () => {
    const key = await aConnection('okta');
    await database.repositories.directoryUsers.insert(key, newId(), { userName: 'kim@example.com', active: true });
    const signedInAs = (login: string): SsoTest => ({
      fingerprint: 'a',
      testedAt: new Date().toISOString(),
      missing: [],
      person: {
        attributes: [
          { name: 'login', values: [login] },
          { name: 'email', values: ['kim@example.com'] },
        ],
      },
    });
    const ssoSettings = {
      protocol: 'saml',
      entityId: 'a',
      signOnUrl: 'https://idp.example.com',
      certificates: [],
    } as const;
    await database.repositories.connections.update(key, { ssoSettings, ssoTest: signedInAs('kim.lee') });
    await write(key, {});
    await watchTraffic(database);
    expect(await warnings(key)).toEqual(['LOGIN_MISMATCH']);
    await database.repositories.connections.update(key, { ssoTest: signedInAs('Kim@example.com') });
    await watchTraffic(database);
    expect(await warnings(key)).toEqual([]);
  });
});
