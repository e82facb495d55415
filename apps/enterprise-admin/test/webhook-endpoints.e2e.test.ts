import { beforeAll, describe, expect, it } from 'vitest';
import { secretContext } from '#libs/account-events';
import { installationChain, type WebhookEndpointId } from '#libs/persistence';
import { aCaller, anEnterprise, auditLog, runningAdmin, type TestCaller, testSecretBox } from './builders.js';

const PATH = '/webhook-endpoints';
// Example addresses are looked up nowhere: the address is in the URL.
const url = 'https://93.184.215.14/webhooks';

let operator: TestCaller;
beforeAll(async () => {
  operator = await aCaller('operator');
});

/** What it signs with, newest first. */
async function secretsOf(id: string): Promise<readonly string[]> {
  const { database } = await runningAdmin();
  const endpointId = id as WebhookEndpointId;
  const row = await database.repositories.webhookEndpoints.find(endpointId);
  const opened = (row?.sealed_secrets ?? []).map(({ sealed }) => testSecretBox.open(sealed, secretContext(endpointId)));
  return (await Promise.all(opened)).map(secret => secret.reveal());
}

async function lastAudited(): Promise<{ action: string; [name: string]: unknown }> {
  return (await auditLog(installationChain)).at(-1) ?? { action: 'none' };
}

describe('a webhook endpoint', () => {
  it('is made with a secret that is shown once, and is read, changed and deleted', async () => {
    const { secret, ...made } = await operator.create(PATH, {
      url,
      description: 'Sessions',
      types: ['account.purged'],
    });
    expect(secret).toMatch(/^whsec_[A-Za-z\d+/]{43}=$/);
    expect(await secretsOf(made.id)).toEqual([secret]);
    expect(made).toMatchObject({ url, state: 'enabled', format: 'event', enterpriseId: null, health: { failures: 0 } });
    expect((await operator.send('get', `${PATH}/${made.id}`).expect(200)).body).toEqual(made);
    expect(JSON.stringify(await lastAudited())).not.toContain(String(secret));

    const change = { types: null, state: 'disabled' };
    const changed = await operator.send('patch', `${PATH}/${made.id}`, change).set('If-Match', '"1"').expect(200);
    expect(changed.body).toMatchObject({ ...change, url, version: 2 });
    expect(await lastAudited()).toMatchObject({
      action: 'webhook_endpoint.disabled',
      before: { types: ['account.purged'], state: 'enabled' },
      after: change,
    });
    await operator.send('patch', `${PATH}/${made.id}`, { state: 'enabled' }).set('If-Match', '"1"').expect(412);
    await operator.send('delete', `${PATH}/${made.id}`).expect(204);
    await operator.send('get', `${PATH}/${made.id}`).expect(404);
    expect(await lastAudited()).toMatchObject({ action: 'webhook_endpoint.deleted', before: { url } });
  });

  it('of one enterprise is audited there', async () => {
    const { id: enterpriseId } = await anEnterprise();
    const { id } = await operator.create(PATH, { url, enterpriseId });
    expect((await auditLog(enterpriseId)).at(-1)).toMatchObject({ action: 'webhook_endpoint.created', target: { id } });
    const nobody = '01937f2c-0000-7000-8000-000000000000';
    await operator.send('post', PATH, { url, enterpriseId: nobody }).expect(404);
  });

  it.each([
    ['the metadata of a cloud', 'http://169.254.169.254/', 'not an https URL'],
    ['a private address', 'https://10.0.0.1/', 'may not be called'],
    ['ourselves', 'https://[::1]/', 'may not be called'],
    ['a name that leads to ourselves', 'https://localhost/', 'may not be called'],
    ['mail', 'https://93.184.215.14:25/', 'port'],
    ['a user name', 'https://a:b@93.184.215.14/', 'user name'],
    ['no URL', 'here', 'not an https URL'],
  ])('at %s is refused in words', async (_, refused, reason) => {
    const { body } = await operator.send('post', PATH, { url: refused }).expect(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/url' }] });
    expect(body.detail).toContain(reason);
    const { id } = await operator.create(PATH, { url });
    await operator.send('patch', `${PATH}/${id}`, { url: refused }).expect(400);
  });

  it('gets a new secret, and signs with both until the overlap ends', async () => {
    const { id, secret: first } = await operator.create(PATH, { url });
    const { body } = await operator.send('post', `${PATH}/${id}/rotate-secret`, { overlapHours: 2 }).expect(200);
    expect(await secretsOf(id)).toEqual([body.secret, first]);
    const again = await operator.send('post', `${PATH}/${id}/rotate-secret`, { overlapHours: 0 }).expect(200);
    expect(await secretsOf(id)).toEqual([again.body.secret]);
  });
});

describe('what is sent', () => {
  it('is tested by an event whose delivery can be read, listed by state and sent again', async () => {
    const { database } = await runningAdmin();
    const { id } = await operator.create(PATH, { url });
    const tested = await operator.send('post', `${PATH}/${id}/test`).expect(201);
    expect(tested.body).toMatchObject({ type: 'webhook_endpoint.test', state: 'pending', attempts: 0, eventId: null });
    expect(tested.headers['location']).toBe(`/api/v1${PATH}/${id}/deliveries/${tested.body.id}`);
    const list = async (state: string) =>
      (await operator.send('get', `${PATH}/${id}/deliveries?state=${state}`).expect(200)).body.items;
    expect(await list('pending')).toEqual([tested.body]);
    expect(await list('dead')).toEqual([]);

    const give = (state: string) =>
      database.orm.em
        .fork()
        .execute('update webhook_deliveries set state = ?, attempts = 10 where endpoint_id = ?', [state, id]);
    await give('delivered');
    const path = `${PATH}/${id}/deliveries/${tested.body.id}`;
    const again = await operator.send('post', `${path}/redeliver`).expect(200);
    expect(again.body).toMatchObject({ state: 'pending', attempts: 0 });
    await give('dead');
    const since = (at: number) => operator.send('post', `${PATH}/${id}/redeliver-dead`, { since: new Date(at) });
    expect((await since(Date.now() + 60_000).expect(200)).body).toEqual({ redelivered: 0 });
    expect((await since(Date.now() - 60_000).expect(200)).body).toEqual({ redelivered: 1 });
    expect((await operator.send('get', path).expect(200)).body).toMatchObject({ state: 'pending', attempts: 0 });
  });

  it('of another endpoint is not there', async () => {
    const [{ id }, other] = [await operator.create(PATH, { url }), await operator.create(PATH, { url })];
    const { body } = await operator.send('post', `${PATH}/${id}/test`).expect(201);
    await operator.send('get', `${PATH}/${other.id}/deliveries/${body.id}`).expect(404);
    await operator.send('post', `${PATH}/${other.id}/deliveries/${body.id}/redeliver`).expect(404);
  });
});
