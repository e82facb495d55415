import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, jwtVerify } from 'jose';
import supertest from 'supertest';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountEventType, type AccountId, type Database, type EnterpriseId, newId } from '#libs/persistence';
import { EventSigner } from '#libs/account-events';
import { SecretBox } from '#libs/tokens';
import { publishAllAccountEvents } from '#libs/provisioning';
import { aCaller, anEnterprise, runningAdmin, type TestCaller } from './builders.js';

let database: Database;
let operator: TestCaller;
let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
beforeAll(async () => {
  ({ database } = await runningAdmin());
  operator = await aCaller('operator');
  // Earlier keys were sealed by others.
  await database.orm.em.fork().execute('delete from signing_keys');
});
beforeEach(async () => {
  enterprise = await anEnterprise();
});

const happen = (type: AccountEventType = 'account.suspended', id: EnterpriseId = enterprise.id) =>
  database.repositories.accountEvents.append(
    id,
    { accountId: newId<AccountId>(), type, change: { after: { login: 'ava@example.com' } } },
    { actor: { kind: 'system', id: 'test' }, requestId: null },
  );
const fetchFrom = async (caller: TestCaller, path: string) => (await caller.send('get', path).expect(200)).body;

describe('events are fetched', () => {
  it('page by page, in their order, with a cursor that stays good', async () => {
    const path = `/events?enterpriseId=${enterprise.id}&limit=2`;
    for (let count = 0; count < 3; count++) await happen();
    expect(await fetchFrom(operator, path)).toEqual({ items: [], tokens: [], cursor: '0', hasMore: false });
    await publishAllAccountEvents(database);
    const first = await fetchFrom(operator, path);
    expect(first).toMatchObject({
      hasMore: true,
      items: [{ type: 'account.suspended' }, { enterpriseId: enterprise.id }],
    });
    const second = await fetchFrom(await aCaller('operator'), `${path}&after=${first.cursor}`);
    expect(second).toMatchObject({ hasMore: false, items: [{ change: { after: { login: 'ava@example.com' } } }] });
    expect(second.items[0].position).toBeGreaterThan(first.items[1].position);
    expect(await fetchFrom(operator, `${path}&after=${second.cursor}`)).toMatchObject({
      items: [],
      cursor: second.cursor,
    });
  });

  it('by type', async () => {
    await happen('account.suspended');
    await happen('account.purged');
    await publishAllAccountEvents(database);
    const { items } = await fetchFrom(
      operator,
      `/events?enterpriseId=${enterprise.id}&types=account.purged,account.linked`,
    );
    expect(items.map(({ type }: { type: string }) => type)).toEqual(['account.purged']);
    await operator.send('get', '/events?types=account.eaten').expect(400);
  });

  it('of its own enterprise by an administrator, without personal data by support', async () => {
    await happen();
    await happen('account.suspended', (await anEnterprise()).id);
    await publishAllAccountEvents(database);
    const path = `${enterprise.path}/events`;
    const { items } = await fetchFrom(enterprise.administrator, path);
    expect(items).toMatchObject([{ enterpriseId: enterprise.id, change: { after: { login: 'ava@example.com' } } }]);
    const support = await aCaller('support', enterprise.id);
    expect((await fetchFrom(support, path)).items).toMatchObject([{ change: null }]);
    await support.send('get', `${path}?format=security_event_token`).expect(403);
    await (await anEnterprise()).administrator.send('get', path).expect(404);
  });

  it('as Security Event Tokens that verify with the published keys, which everybody may read', async () => {
    const { origin, server } = await runningAdmin();
    await happen();
    await publishAllAccountEvents(database);
    const { items, tokens } = await fetchFrom(
      operator,
      `/events?enterpriseId=${enterprise.id}&format=security_event_token`,
    );
    expect(items).toEqual([]);
    const keySet = await supertest(server).get('/api/.well-known/jwks.json').expect(200);
    expect(keySet.headers['cache-control']).toBe('public, max-age=600');
    const { payload } = await jwtVerify(tokens[0], createLocalJWKSet(JSON.parse(keySet.text)), {
      issuer: origin,
      typ: 'secevent+jwt',
    });
    expect(payload['events']).toMatchObject({ 'urn:postern:event:account.suspended': { enterpriseId: enterprise.id } });
  });

  it('as tokens that another key signs, once the key of secrets that sealed the first is given up', async () => {
    const [before, after] = [randomBytes(32), randomBytes(32)].map(
      key => new EventSigner(database, new SecretBox([key])),
    );
    const idsOf = async (signer: EventSigner | undefined) =>
      (await signer?.keySet())?.keys.map(key => (key as { kid: string }).kid);
    const first = await idsOf(before);
    const second = await idsOf(after);
    expect([first?.length, second?.length]).toEqual([1, 1]);
    expect(second).not.toEqual(first);
    expect(await idsOf(before)).toEqual(first);
  });

  it('each once and none is missed, while many write and publish', async () => {
    const WRITERS = 6;
    const EACH = 12;
    const seen: string[] = [];
    let cursor = '0';
    let isWriting = true;
    const writing = Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let count = 0; count < EACH; count++) {
          // Some commit long after they got their sequence.
          await database.transaction(async ({ accountEvents, sql }) => {
            await accountEvents.append(
              enterprise.id,
              { accountId: newId<AccountId>(), type: 'account.updated', change: {} },
              { actor: { kind: 'system', id: 'test' }, requestId: null },
            );
            await sql.executeSql('select pg_sleep(random() * 0.01)');
          });
          if (count % 3 === 0) await publishAllAccountEvents(database);
        }
      }),
    ).finally(() => (isWriting = false));
    const read = async () => {
      const page = await fetchFrom(operator, `/events?enterpriseId=${enterprise.id}&limit=7&after=${cursor}`);
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      ({ cursor } = page);
      return page.items.length;
    };
    while (isWriting) await read();
    await writing;
    await publishAllAccountEvents(database);
    while ((await read()) > 0);
    expect(seen).toHaveLength(WRITERS * EACH);
    expect(new Set(seen).size).toBe(WRITERS * EACH);
  });
});

it('the audit log tells of what an identity provider did right before', async () => {
  await happen();
  const { items } = await fetchFrom(enterprise.administrator, `${enterprise.path}/audit-events`);
  expect(items).toMatchObject([{ action: 'account.suspended', actor: { kind: 'system' } }]);
});
