import { beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionKey, newId, type ScimRequestId, type ScimRequestWrite } from '#libs/persistence';
import { aCaller, anEnterprise, aTestedConnection, runningAdmin, type TestCaller } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let enterprise: Awaited<ReturnType<typeof anEnterprise>>;
let support: TestCaller;
let number = 0;

beforeAll(async () => {
  enterprise = await anEnterprise();
  support = await aCaller('support', enterprise.id);
});

/** A connection with an empty log. */
async function aLog(idpProfile: string) {
  const key = await aTestedConnection(enterprise.id, idpProfile);
  return { key, path: `${enterprise.path}/connections/${key.connectionId}` };
}

/** Writes requests as the SCIM service does, a second apart. @returns their ids */
async function write(key: ConnectionKey, ...requests: Partial<ScimRequestWrite>[]): Promise<ScimRequestId[]> {
  const { database } = await runningAdmin();
  const start = Date.now() - 60_000;
  const rows = requests.map((given, index): ScimRequestWrite => ({
    enterprise_id: key.enterpriseId,
    connection_id: key.connectionId,
    at: new Date(start + index * 1000).toISOString(),
    id: newId<ScimRequestId>(),
    token_id: null,
    method: 'GET',
    path: '/Users',
    status: 200,
    scim_type: null,
    detail: null,
    duration_ms: 5,
    request_id: null,
    remote_address: '192.0.2.17',
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
  await database.repositories.scimRequests.write(rows);
  return rows.map(({ id }) => id);
}

/** Somebody of the directory. */
async function aPerson(key: ConnectionKey, userName = `ava${number++}@example.com`): Promise<string> {
  const { database } = await runningAdmin();
  const resource = { userName, active: true, schemas: [USER] };
  const user = await database.repositories.directoryUsers.insert(key, newId(), resource);
  return user.id;
}

const deactivation = (id: string): Partial<ScimRequestWrite> => ({
  method: 'PATCH',
  path: `/Users/${id}`,
  body: JSON.stringify({ schemas: [PATCH_OP], Operations: [{ op: 'Replace', path: 'active', value: 'False' }] }),
  dialect: 'entra-id',
  intent_kind: 'deactivate-user',
  intent_subject: 'ava@example.com',
  resource_type: 'User',
  resource_id: id,
  touched: {
    type: 'User',
    id,
    name: 'ava@example.com',
    changes: [{ attribute: 'active', before: true, after: false }],
    effect: { kind: 'change', state: 'suspended', updates: 'nothing', links: false, accountId: id },
  },
});

describe('a request', () => {
  it('is explained: by whom, what for, what changed, what became of the account and by which rule', async () => {
    const { key, path } = await aLog('entra-id');
    const [id] = await write(key, deactivation(newId()));
    const { body } = await enterprise.administrator.send('get', `${path}/requests/${id}`).expect(200);
    expect(body).toMatchObject({
      id,
      dialect: 'entra-id',
      dialectSigns: [{ sign: expect.stringContaining('capital letter'), evidence: 'EN-U18' }],
      intent: { kind: 'deactivate-user', sentence: 'deactivate ava@example.com' },
      changes: [{ attribute: 'active', before: 'true', after: 'false' }],
      effect: { sentence: expect.stringContaining('suspended'), rule: expect.stringContaining('every mode') },
      isConnectionTest: false,
      advice: null,
      remoteAddress: '192.0.2.17',
    });
  });

  it('that failed says what to change in the console of that identity provider', async () => {
    const { key, path } = await aLog('okta');
    const [id] = await write(key, { status: 401, detail: 'This SCIM token is not valid for this connection.' });
    const { body } = await enterprise.administrator.send('get', `${path}/requests/${id}`).expect(200);
    expect(body.advice).toEqual({
      advice: expect.stringContaining('SCIM token'),
      clickPath: expect.stringMatching(/^Okta › .* › Authorization$/),
    });
  });

  it('shows support no personal data', async () => {
    const { key, path } = await aLog('entra-id');
    const lookUp = { path: '/Users?filter=userName+eq+%22ava@example.com%22', detail: 'There is ava@example.com.' };
    const [first, second] = await write(key, deactivation(newId()), {
      ...lookUp,
      intent_kind: 'look-up-user',
      intent_subject: 'ava@example.com',
    });
    for (const suffix of ['', `/${first}`, `/${second}`]) {
      const { text } = await support.send('get', `${path}/requests${suffix}`).expect(200);
      expect(text).not.toContain('ava@example.com');
      expect(text).toContain('•••');
    }
    const { body } = await support.send('get', `${path}/requests/${first}`);
    expect(body).toMatchObject({ body: null, intent: { sentence: 'deactivate •••' } });
    expect(body.changes).toEqual([{ attribute: 'active', before: 'true', after: 'false' }]);
    await support.send('get', `${path}/requests?q=ava`).expect(403);
  });

  it.each([
    ['/Users?filter=userName eq "ava@example.com"', '/Users?•••'],
    ['/Users?attributes=id&filter=emails.value+co+%22ava%40example.com%22', '/Users?•••'],
    ['/Users/ava@example.com', '/Users/•••'],
    ['/Users/ava%40example.com/?attributes=id', '/Users/•••/?•••'],
    ['/Users/userName eq "ava@example.com"', '/Users/•••'],
    ['/ava@example.com/Users', '/•••/Users'],
    ['//Users/01937F2C-9F3A-7C41-8B1E-3F6F0C9D2A11', '//Users/01937F2C-9F3A-7C41-8B1E-3F6F0C9D2A11'],
    ['/Groups/.search', '/Groups/.search'],
    ['/Schemas/urn:ietf:params:scim:schemas:core:2.0:User', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User'],
    ['/', '/'],
  ])('shows support of the path %s what names nobody: %s', async (sent, shown) => {
    const { key, path } = await aLog('generic');
    const [id] = await write(key, { path: sent });
    const pathFor = async (caller: TestCaller) =>
      (await caller.send('get', `${path}/requests/${id}`).expect(200)).body.path;
    expect(await pathFor(support)).toBe(shown);
    expect(await pathFor(enterprise.administrator)).toBe(sent);
  });

  it('of another enterprise or connection is the same 404 as none', async () => {
    const { key, path } = await aLog('okta');
    const { path: other } = await aLog('okta');
    const [id] = await write(key, {});
    const stranger = await anEnterprise();
    const { administrator } = enterprise;
    expect((await stranger.administrator.send('get', `${path}/requests/${id}`)).status).toBe(404);
    expect((await administrator.send('get', `${other}/requests/${id}`)).status).toBe(404);
    expect((await administrator.send('post', `${other}/requests/${id}/replay`, {})).status).toBe(404);
    expect((await administrator.send('get', `${other}/requests`)).body.items).toEqual([]);
  });
});

describe('the list', () => {
  it('is newest first, page by page', async () => {
    const { key, path } = await aLog('okta');
    const ids = await write(key, {}, {}, {}, {}, {});
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await enterprise.administrator.send('get', `${path}/requests?limit=2${query}`).expect(200);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  it('gives those that were answered so, came so, touched that, were for that, were about somebody, or came then', async () => {
    const { key, path } = await aLog('okta');
    const person = newId();
    const [old, failed, patched, bulk] = await write(
      key,
      { at: new Date(Date.now() - 3_600_000).toISOString() },
      { status: 404 },
      deactivation(person),
      {
        method: 'POST',
        path: '/Bulk',
        intent_kind: 'bulk',
        operations: [{ method: 'DELETE', status: 204, id: person }],
      },
    );
    const list = async (query: string) =>
      (await enterprise.administrator.send('get', `${path}/requests?${query}`).expect(200)).body.items.map(
        (item: { id: string }) => item.id,
      );
    expect(await list('status=4xx')).toEqual([failed]);
    expect(await list('method=PATCH')).toEqual([patched]);
    expect(await list(`resourceId=${person}`)).toEqual([bulk, patched]);
    expect(await list('intent=deactivate-user')).toEqual([patched]);
    expect(await list('q=AVA%40')).toEqual([patched]);
    expect(await list(`to=${new Date(Date.now() - 1_800_000).toISOString()}`)).toEqual([old]);
  });

  it('marks what belongs to the test user of JumpCloud’s activation, the search for it too', async () => {
    const { key, path } = await aLog('jumpcloud');
    const test = { resource_type: 'User', resource_id: newId(), intent_subject: 'test@example.com' };
    await write(
      key,
      { intent_kind: 'look-up-user', intent_subject: 'test@example.com', path: '/Users?filter=x' },
      { ...test, method: 'POST', status: 201, intent_kind: 'create-user' },
      { ...test, method: 'PUT', path: `/Users/${test.resource_id}`, intent_kind: 'update-user' },
      { ...test, method: 'DELETE', status: 204, path: `/Users/${test.resource_id}`, intent_kind: 'delete-user' },
      { ...test, resource_id: newId(), method: 'POST', status: 201, intent_kind: 'create-user' },
    );
    const { body } = await enterprise.administrator.send('get', `${path}/requests`).expect(200);
    const tests = body.items.map((item: { isConnectionTest: boolean }) => item.isConnectionTest);
    expect(tests).toEqual([false, true, true, true, true]);
  });
});

it('the summary has the last request, the last test and what it did not prove, and the hours of a day', async () => {
  const { key, path } = await aLog('okta');
  await write(
    key,
    { path: '/Users?startIndex=1&count=2', intent_kind: 'test-connection', is_test: true },
    { status: 404, path: '/Users/1', intent_kind: 'read-user' },
  );
  const { body } = await enterprise.administrator.send('get', `${path}/request-summary`).expect(200);
  expect(body).toMatchObject({
    last: { status: 404 },
    lastTest: { isConnectionTest: true },
    testSentence: expect.stringContaining('answered 200. It did not exercise create, update or deactivate'),
    requests: 2,
    failures: 1,
  });
  expect(body.hours).toHaveLength(24);
});

it('the findings name what is to be changed at the identity provider', async () => {
  const { key, path } = await aLog('entra-id');
  const stale = Array.from({ length: 5 }, () => ({ status: 404, path: `/Users/${newId()}` }));
  await write(key, deactivation(newId()), ...stale);
  const { body } = await enterprise.administrator.send('get', `${path}/request-findings`).expect(200);
  expect(body.items.map((item: { code: string; count: number }) => [item.code, item.count])).toEqual([
    ['ENTRA_FLAG_MISSING', 1],
    ['STALE_IDS', 5],
  ]);
});

describe('a replay', () => {
  const everything = async (key: ConnectionKey) => {
    const { database } = await runningAdmin();
    return JSON.stringify(
      await database.orm.em.fork().execute(
        `select to_jsonb(u)::text from directory_users u where enterprise_id = ?
           union all select to_jsonb(a)::text from accounts a where enterprise_id = ? order by 1`,
        [key.enterpriseId, key.enterpriseId],
      ),
    );
  };
  const enable = async (key: ConnectionKey) =>
    (await runningAdmin()).database.repositories.connections.update(key, { state: 'enabled' });

  it('says what the request would do today, and stores nothing', async () => {
    const { key, path } = await aLog('entra-id');
    const person = await aPerson(key);
    const [id] = await write(key, deactivation(person));
    const replay = async () =>
      (await enterprise.administrator.send('post', `${path}/requests/${id}/replay`, {}).expect(200)).body;
    const before = await everything(key);
    expect(await replay()).toMatchObject({
      status: 200,
      changes: [{ attribute: 'active', before: 'true', after: 'false' }],
      effect: { sentence: expect.stringContaining('not enabled') },
      mapped: { mappingVersion: 0, login: expect.stringMatching(/^ava/) },
    });
    await enable(key);
    expect(await replay()).toMatchObject({ effect: { sentence: expect.stringContaining('No account changed') } });
    expect(await everything(key)).toBe(before);
  });

  it('says what a creation would do: make an account, or be refused', async () => {
    const { key, path } = await aLog('okta');
    const { database } = await runningAdmin();
    await database.repositories.connections.update(key, { state: 'enabled', provisioningMode: 'users' });
    const userName = `new${number++}@example.com`;
    const body = JSON.stringify({ schemas: [USER], userName });
    const [id] = await write(key, { method: 'POST', status: 201, body, intent_kind: 'create-user' });
    const replay = async () => (await enterprise.administrator.send('post', `${path}/requests/${id}/replay`, {})).body;
    const before = await everything(key);
    expect(await replay()).toMatchObject({ status: 201, effect: { sentence: 'An account was made.' } });
    expect(await everything(key)).toBe(before);
    await aPerson(key, userName);
    expect(await replay()).toMatchObject({ status: 409, scimType: 'uniqueness', effect: null });
  });

  it.each([
    ['reads', { path: '/Users' }],
    ['changes of groups', { method: 'PATCH', path: '/Groups/1', body: '{}' }],
    ['what is not kept in full', { method: 'POST', body: '{"userName"', body_kept: 'cut' as const }],
  ])('of %s is refused', async (_, request) => {
    const { key, path } = await aLog('okta');
    const [id] = await write(key, request);
    const { status, body } = await enterprise.administrator.send('post', `${path}/requests/${id}/replay`, {});
    expect([status, body.code]).toEqual([409, 'request_not_replayable']);
  });

  it('with a mapping that was never published is a 404', async () => {
    const { key, path } = await aLog('okta');
    const [id] = await write(key, deactivation(newId()));
    const input = { mappingVersion: 4711 };
    await enterprise.administrator.send('post', `${path}/requests/${id}/replay`, input).expect(404);
  });
});
