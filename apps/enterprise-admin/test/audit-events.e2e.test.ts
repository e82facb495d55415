import { beforeAll, describe, expect, it } from 'vitest';
import type { EnterpriseId } from '#libs/persistence';
import { aCaller, anEnterprise, runningAdmin, type TestCaller } from './builders.js';

let enterpriseId: EnterpriseId;
let path: string;
let administrator: TestCaller;
let organizationId: string;

beforeAll(async () => {
  ({ id: enterpriseId, path, administrator } = await anEnterprise());
  ({ id: organizationId } = await administrator.create(`${path}/organizations`, { key: 'a', name: '=1+1' }));
  await administrator.send('patch', `${path}/organizations/${organizationId}`, { name: 'B' }).expect(200);
  await administrator.create(`${path}/connections`, { name: 'Okta', idpProfile: 'okta' });
});

const list = async (query: string, caller = administrator) =>
  (await caller.send('get', `${path}/audit-events${query}`).expect(200)).body;

const actions = (body: { items: { action: string }[] }) => body.items.map(({ action }) => action);

describe('the audit log', () => {
  it('is listed newest first, with who did it and in which request', async () => {
    const body = await list('');
    expect(actions(body)).toEqual(['connection.created', 'organization.updated', 'organization.created']);
    expect(body.items[1]).toMatchObject({
      sequence: 2,
      actor: { kind: 'api-key', role: 'enterprise_admin', prefix: administrator.apiKey?.slice(0, 14) },
      target: { type: 'organization', id: organizationId },
      before: { name: '=1+1' },
      after: { name: 'B' },
      requestId: expect.any(String),
      previousHash: body.items[2].hash,
    });
  });

  it('is read page by page, with a cursor that is good for this filter alone', async () => {
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect([...actions(first), ...actions(second)]).toEqual(actions(await list('')));
    expect(second.nextCursor).toBeNull();
    await administrator.send('get', `${path}/audit-events?action=api&cursor=${first.nextCursor}`).expect(400);
  });

  it.each([
    ['action=organization.', ['organization.updated', 'organization.created']],
    ['targetType=connection', ['connection.created']],
    ['actorId=nobody', []],
    ['to=2020-01-01T00:00:00Z', []],
    ['from=2020-01-01T00:00:00%2B02:00', ['connection.created', 'organization.updated', 'organization.created']],
  ])('is filtered by %s', async (query, expected) => {
    expect(actions(await list(`?${query}`))).toEqual(expected);
  });

  it.each(['from=yesterday', 'from=2026-02-31T99:00:00Z', 'action=%00', 'targetId=%27', 'actorId=%ED%A0%80', 'x=1'])(
    'is not filtered by %s',
    async query => {
      await administrator.send('get', `${path}/audit-events?${query}`).expect(400);
    },
  );

  it('has what happened to accounts until now', async () => {
    const other = await anEnterprise();
    const { id } = await other.administrator.create(`${other.path}/accounts`, { login: 'ava@example.com' });
    await other.administrator.send('post', `${other.path}/accounts/${id}/suspend`).expect(200);
    const { body } = await other.administrator.send('get', `${other.path}/audit-events`).expect(200);
    expect(actions(body)).toEqual(['account.suspended', 'account.created']);
    await other.administrator.send('post', `${other.path}/accounts/${id}/reactivate`).expect(200);
    const { text } = await other.administrator.send('get', `${other.path}/audit-events/export?format=csv`).expect(200);
    expect(text).toMatch(/account\.suspended[^]*account\.reactivated[^]*audit_events\.exported/);
  });

  it('shows support staff what was done and not to which values', async () => {
    const body = await list('', await aCaller('support', enterpriseId));
    expect(body.items[1]).toMatchObject({ action: 'organization.updated', before: null, after: null });
  });

  it('is not another enterprise’s', async () => {
    const other = await anEnterprise();
    await other.administrator.send('get', `${path}/audit-events`).expect(404);
    await other.administrator.send('get', `${path}/audit-events/export?format=csv`).expect(404);
  });
});

describe('an export', () => {
  it('is JSON Lines, oldest first, and its own last line', async () => {
    const auditor = await aCaller('auditor', enterpriseId);
    const { headers, text } = await auditor
      .send('get', `${path}/audit-events/export?format=jsonl`)
      .buffer(true)
      .parse((answer, done) => {
        let whole = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => (whole += piece));
        answer.on('end', () => done(null, whole));
      })
      .expect(200)
      .then(answer => ({ headers: answer.headers, text: String(answer.body) }));
    expect(headers['content-type']).toContain('application/jsonl');
    expect(headers['content-disposition']).toContain('audit-events.jsonl');
    const events = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ action: 'audit_events.exported', actor: { role: 'auditor' } });
    const { database } = await runningAdmin();
    expect(await database.repositories.auditEvents.prove(enterpriseId)).toMatchObject({ faults: [] });
  });

  it('is CSV in which no cell is a formula', async () => {
    const { headers, text } = await administrator.send('get', `${path}/audit-events/export?format=csv`).expect(200);
    expect(headers['content-type']).toContain('text/csv');
    expect(text.split('\r\n')[0]).toMatch(/^sequence,id,at,/);
    expect(text).not.toMatch(/(?:^|,)"?=/m);
  });

  it('is refused to support staff and without a format', async () => {
    await (await aCaller('support', enterpriseId)).send('get', `${path}/audit-events/export?format=csv`).expect(403);
    await administrator.send('get', `${path}/audit-events/export`).expect(400);
  });
});
