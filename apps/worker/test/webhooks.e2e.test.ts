import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountId, type Database, type EnterpriseId, newId, type WebhookEndpointId } from '#libs/persistence';
import { accounts, publicUrl, testDatabase, TestWebhooks } from './builders.js';
import { Receiver } from './receiver.js';

let database: Database;
let webhooks: TestWebhooks;
let receiver: Receiver;
let url: string;
let enterpriseId: EnterpriseId;
let ava: AccountId;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  // A key of secrets is each test's own, and so is what is sealed with it.
  await database.orm.em.fork().execute('delete from signing_keys');
  await database.orm.em.fork().execute('delete from webhook_endpoints');
  webhooks = new TestWebhooks(database);
  receiver = new Receiver();
  url = await receiver.start();
  enterpriseId = newId<EnterpriseId>();
  ava = newId<AccountId>();
});
afterEach(() => receiver.stop());

const deliver = async () => {
  await webhooks.fanOut();
  await webhooks.settle();
};
const deliveries = async (id: WebhookEndpointId) =>
  (await database.repositories.webhookDeliveries.list(id, undefined, { limit: 100 })).toSorted(
    (a, b) => Number(a.position) - Number(b.position),
  );
const endpointOf = async (id: WebhookEndpointId) => (await database.repositories.webhookEndpoints.find(id))!;

describe('a webhook', () => {
  it('is the event, signed as Standard Webhooks has it', async () => {
    const { id, secret } = await webhooks.endpoint(url, { enterpriseId });
    await webhooks.happen(enterpriseId, ava);
    await deliver();
    const [{ headers, body } = expect.fail('nothing came')] = receiver.received;
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
      id: headers['webhook-id'],
      type: 'account.suspended',
      at: expect.stringMatching(/Z$/),
      position: expect.any(Number),
      enterpriseId,
      accountId: ava,
      connectionId: null,
      directoryUserId: null,
      actor: { kind: 'scim-token' },
      change: { before: { state: 'active' }, after: { state: 'suspended' } },
      requestId: 'request-1',
    });
    expect(headers['content-type']).toBe('application/json');
    expect(() => new Webhook('whsec_c2VjcmV0').verify(body, headers as Record<string, string>)).toThrow('signature');
    expect(await deliveries(id)).toMatchObject([
      { state: 'delivered', attempts: 1, last_status: 204, last_error: null },
    ]);
    expect(await endpointOf(id)).toMatchObject({
      failures: 0,
      failing_since: null,
      last_delivered_at: expect.anything(),
    });
  });

  it('is signed with both secrets while one takes the place of the other, and no longer', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const rotating = await webhooks.endpoint(url, { enterpriseId, oldSecret: { expiresAt: soon } });
    await webhooks.happen(enterpriseId, ava);
    await deliver();
    const [{ headers, body } = expect.fail('nothing came')] = receiver.received;
    for (const secret of [rotating.secret, rotating.oldSecret])
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({ accountId: ava });
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2);

    const other = newId<EnterpriseId>();
    await webhooks.endpoint(url, { enterpriseId: other, oldSecret: { expiresAt: new Date(0).toISOString() } });
    await webhooks.happen(other, ava);
    await deliver();
    expect(String(receiver.received[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it('can be a Security Event Token that verifies with the published keys', async () => {
    await webhooks.endpoint(url, { enterpriseId, format: 'security_event_token' });
    await webhooks.happen(enterpriseId, ava);
    await deliver();
    const [{ headers, body } = expect.fail('nothing came')] = receiver.received;
    expect(headers['content-type']).toBe('application/secevent+jwt');
    const keySet = createLocalJWKSet((await webhooks.signer.keySet()) as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(body, keySet, {
      issuer: publicUrl,
      audience: url,
      typ: 'secevent+jwt',
      algorithms: ['ES256'],
    });
    expect(protectedHeader.kid).toBeDefined();
    expect(payload).toMatchObject({
      jti: headers['webhook-id'],
      txn: 'request-1',
      sub_id: { format: 'opaque', id: ava },
      events: {
        'urn:postern:event:account.suspended': { accountId: ava },
        'urn:ietf:params:scim:event:prov:deactivate': {},
      },
    });
    expect(payload.sub).toBeUndefined();
    expect(JSON.stringify(await webhooks.signer.keySet())).not.toContain('"d"');
  });

  it('tells of the types and the enterprise that were asked for, and of no other', async () => {
    await webhooks.endpoint(url, { enterpriseId, types: ['account.purged'] });
    await webhooks.happen(enterpriseId, ava, ['account.suspended', 'account.purged']);
    await webhooks.happen(newId<EnterpriseId>(), ava, ['account.purged']);
    await deliver();
    expect(receiver.received.map(({ event }) => event)).toMatchObject([{ type: 'account.purged', enterpriseId }]);
  });
});

describe('when the receiver fails', () => {
  it('each account’s events come in their order all the same, none is left out', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    const many = accounts(6);
    const failed = new Set<number>();
    const taken: { accountId: string | null; position: number }[] = [];
    receiver.answer = ({ event }) => {
      if (event.position % 2 === 0 && !failed.has(event.position)) {
        failed.add(event.position);
        return { status: 500 };
      }
      taken.push(event);
      return { status: 200 };
    };
    for (let round = 0; round < 4; round++)
      await Promise.all(many.map(account => webhooks.happen(enterpriseId, account)));
    await deliver();
    expect(failed.size).toBe(12);
    for (const account of many) {
      const positions = taken.filter(({ accountId }) => accountId === account).map(({ position }) => position);
      expect(positions).toHaveLength(4);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    }
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(Array.from({ length: 24 }, () => 'delivered'));
  });

  it('those of an enterprise come in their order, whatever waits of its accounts', async () => {
    await webhooks.endpoint(url, { enterpriseId });
    let failures = 1;
    receiver.answer = ({ event }) => ({ status: event.type === 'account.suspended' && failures-- > 0 ? 500 : 204 });
    await webhooks.happen(enterpriseId, ava);
    await webhooks.happen(enterpriseId, null, ['enterprise.hold_opened', 'enterprise.hold_ended']);
    await deliver();
    const ofEnterprise = receiver.received.filter(({ event }) => event.accountId === null);
    expect(ofEnterprise.map(({ event }) => event.type)).toEqual(['enterprise.hold_opened', 'enterprise.hold_ended']);
    expect(receiver.received.at(-1)?.event).toMatchObject({ type: 'account.suspended', accountId: ava });
    expect(receiver.received).toHaveLength(4);
  });

  it('the same event comes again under the same id until it is taken, and the answer is kept', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    receiver.answer = () => ({ status: receiver.received.length < 3 ? 500 : 200, body: `${'é'.repeat(2000)}\0` });
    await webhooks.happen(enterpriseId, ava);
    await webhooks.fanOut();
    await webhooks.drain({ endpointId: id, enterpriseId, accountId: ava });
    const [failed = expect.fail('no delivery')] = await deliveries(id);
    expect(failed).toMatchObject({ state: 'pending', attempts: 1, last_status: 500 });
    expect(failed.last_error).toBe(`HTTP 500: ${'é'.repeat(1024)}`);
    expect(await endpointOf(id)).toMatchObject({ failures: 1, failing_since: expect.anything() });
    await webhooks.settle();
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 3 }]);
    expect(await endpointOf(id)).toMatchObject({ failures: 0, failing_since: null });
  });

  it('an event is given up in the end, those after it go on, and it can be sent again', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    receiver.answer = ({ event }) => ({ status: event.type === 'account.suspended' ? 500 : 200 });
    await webhooks.happen(enterpriseId, ava, ['account.suspended', 'account.reactivated']);
    await deliver();
    const [dead, later] = await deliveries(id);
    expect([dead, later]).toMatchObject([
      { state: 'dead', attempts: 3 },
      { state: 'delivered', attempts: 1 },
    ]);
    receiver.answer = () => ({ status: 200 });
    await database.repositories.webhookDeliveries.redeliver(id, dead!.id);
    await webhooks.drain({ endpointId: id, enterpriseId, accountId: ava });
    expect((await deliveries(id))[0]).toMatchObject({ state: 'delivered', attempts: 1 });
  });

  it.each([
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1/elsewhere' } }, 'redirect'],
    ['silence', undefined, 'too long'],
    ['an endless answer', { status: 200, body: 'x'.repeat(300_000) }, 'larger than'],
  ])('%s is a failure too', async (_, answer, reason) => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    receiver.answer = () => answer ?? new Promise(() => undefined);
    await webhooks.happen(enterpriseId, ava);
    await webhooks.fanOut();
    await webhooks.drain({ endpointId: id, enterpriseId, accountId: ava });
    expect(await deliveries(id)).toMatchObject([{ state: 'pending', last_status: null }]);
    expect((await endpointOf(id)).last_failure).toContain(reason);
  });

  it('410 disables the endpoint at once, which is audited', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    receiver.answer = () => ({ status: 410 });
    await webhooks.happen(enterpriseId, ava, ['account.suspended', 'account.reactivated']);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    expect((await endpointOf(id)).state).toBe('disabled');
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['dead', 'pending']);
    const { events } = await database.repositories.auditEvents.list(enterpriseId, { limit: 1 });
    expect(events).toMatchObject([
      { action: 'webhook_endpoint.disabled', actor: { kind: 'system' }, target: { id }, after: { state: 'disabled' } },
    ]);
  });

  it('five days of nothing but failures disable it, and what waits goes out when it is enabled again', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    await database.orm.em
      .fork()
      .execute(`update webhook_endpoints set failures = 9, failing_since = now() - interval '5 days' where id = ?`, [
        id,
      ]);
    receiver.answer = () => ({ status: 500 });
    await webhooks.happen(enterpriseId, ava);
    await deliver();
    expect(await endpointOf(id)).toMatchObject({ state: 'disabled', failures: 10 });
    expect(receiver.received).toHaveLength(1);
    receiver.answer = () => ({ status: 200 });
    await database.repositories.webhookEndpoints.update(id, { state: 'enabled' });
    await webhooks.drain({ endpointId: id, enterpriseId, accountId: ava });
    await webhooks.settle();
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered' }]);
  });
});

describe('an endpoint', () => {
  it('that is deleted gets nothing of what waited for it', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    await webhooks.happen(enterpriseId, ava);
    await webhooks.fanOut();
    await database.repositories.webhookEndpoints.delete(id);
    await webhooks.settle();
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ['an address of ours', 'http://127.0.0.1:1/'],
    ['the metadata of a cloud', 'http://169.254.169.254/latest/meta-data'],
    ['the same over IPv6', 'https://[::ffff:169.254.169.254]/'],
    ['a name that leads to a private address by the time it is sent', 'https://rebound.example.com/'],
  ])('that is %s is never called', async (_, forbidden) => {
    const confined = new TestWebhooks(database, { resolve: async () => [{ address: '10.0.0.1', family: 4 }] });
    const { id } = await confined.endpoint(forbidden, { enterpriseId });
    await confined.happen(enterpriseId, ava);
    await confined.fanOut();
    await confined.drain({ endpointId: id, enterpriseId, accountId: ava });
    expect(await deliveries(id)).toMatchObject([{ state: 'pending', last_status: null }]);
    expect((await endpointOf(id)).last_failure).toMatch(/may not be called|not an https URL/);
  });
});

describe('events on their way', () => {
  it('without any endpoint that wants them leave nothing behind', async () => {
    await database.orm.em.fork().execute(`update webhook_endpoints set state = 'disabled'`);
    await webhooks.happen(enterpriseId, ava);
    await webhooks.fanOut();
    expect(await database.repositories.webhookDeliveries.isBehind()).toBe(false);
  });

  it('are put there once, whoever publishes them and however many are at it', async () => {
    const { id } = await webhooks.endpoint(url, { enterpriseId });
    const others = Array.from({ length: 3 }, () => new TestWebhooks(database));
    await Promise.all(
      accounts(20).map(async (account, index) => {
        await webhooks.happen(enterpriseId, account);
        await others[index % 3]!.fanOut();
      }),
    );
    await webhooks.fanOut();
    expect(new Set((await deliveries(id)).map(({ event_id }) => event_id)).size).toBe(20);
    expect(await deliveries(id)).toHaveLength(20);
  });
});
