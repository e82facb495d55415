import { beforeAll, describe, expect, it } from 'vitest';
import { aCaller, aKey, anEnterprise, auditLog, type TestCaller } from './builders.js';

const NOBODY = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';
let operator: TestCaller;

beforeAll(async () => {
  operator = await aCaller('operator');
});

describe('enterprises', () => {
  it('are made, read, renamed and deleted, each with its audit event', async () => {
    const key = aKey();
    const made = await operator.send('post', '/enterprises', { key, name: ' Acme ' }).expect(201);
    const { id } = made.body;
    expect(made.headers['location']).toBe(`/api/v1/enterprises/${id}`);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toEqual({
      id,
      key,
      name: 'Acme',
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      lastModified: made.body.createdAt,
    });
    const read = await operator.send('get', `/enterprises/${id}`).expect(200);
    expect(read.body).toEqual(made.body);
    const renamed = await operator.send('patch', `/enterprises/${id}`, { name: 'Acme Corporation' }).expect(200);
    expect(renamed.headers['etag']).toBe('"2"');
    expect(renamed.body).toMatchObject({ name: 'Acme Corporation', version: 2 });
    await operator.send('delete', `/enterprises/${id}?enterpriseKey=${key}`).expect(204, '');
    await operator.send('get', `/enterprises/${id}`).expect(404);
    expect(await auditLog(id)).toMatchObject([
      { action: 'enterprise.created', after: { key, name: 'Acme' }, actor: { kind: 'api-key', role: 'operator' } },
      { action: 'enterprise.updated', before: { name: 'Acme' }, after: { name: 'Acme Corporation' } },
      { action: 'enterprise.deleted', request_id: expect.any(String) },
    ]);
  });

  it('that are renamed to what they are called stay as they are, without an event', async () => {
    const { path, id } = await anEnterprise();
    const { body } = await operator.send('patch', path, { name: 'Example' }).expect(200);
    expect(body.version).toBe(1);
    expect(await auditLog(id)).toEqual([]);
  });

  it('are listed page by page, in the order they were made', async () => {
    const made = [await anEnterprise(), await anEnterprise(), await anEnterprise()].map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${cursor}`;
      const { body } = await operator.send('get', `/enterprises${query}`).expect(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(seen.toSorted());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(made));
  });

  it('are one to a key of one', async () => {
    const { id, administrator } = await anEnterprise();
    const { body } = await administrator.send('get', '/enterprises').expect(200);
    expect(body).toMatchObject({ items: [{ id }], nextCursor: null });
  });

  it('take their keys of API with them when they are deleted', async () => {
    const { path, key, administrator } = await anEnterprise();
    await operator.send('delete', `${path}?enterpriseKey=${key}`).expect(204);
    const { body } = await administrator.send('get', path).expect(401);
    expect(body.detail).toContain('revoked');
  });

  it('are not deleted while they have a connection, nor without their key typed', async () => {
    const { path, key } = await anEnterprise();
    const typed = await operator.send('delete', `${path}?enterpriseKey=other`).expect(400);
    expect(typed.body.errors).toEqual([{ parameter: 'enterpriseKey', detail: expect.stringContaining(key) }]);
    await operator.create(`${path}/connections`, { name: 'Okta', idpProfile: 'okta' });
    const { body } = await operator.send('delete', `${path}?enterpriseKey=${key}`).expect(409);
    expect(body.code).toBe('enterprise_has_connections');
  });

  it('have keys of their own', async () => {
    const { key } = await anEnterprise();
    const { body } = await operator.send('post', '/enterprises', { key, name: 'Second' }).expect(409);
    expect(body).toMatchObject({ code: 'key_taken', errors: [{ pointer: '/key' }] });
  });

  it.each([
    ['no key', { name: 'A' }, ['/key']],
    ['a key in capitals', { key: 'Acme', name: 'A' }, ['/key']],
    ['a key that ends in a hyphen', { key: 'acme-', name: 'A' }, ['/key']],
    ['an empty name', { key: 'acme', name: '  ' }, ['/name']],
    ['a name over two lines', { key: 'acme', name: 'A\nB' }, ['/name']],
    ['a name with U+0000', { key: 'acme', name: 'A\0' }, ['/name']],
    ['a name that is half a letter', { key: 'acme', name: '\ud800' }, ['/name']],
    ['a name that is no text', { key: 'acme', name: 7 }, ['/name']],
    ['something unknown', { key: 'acme', name: 'A', 'a/b': 1 }, ['/a~1b']],
  ])('with %s are refused', async (_, body, pointers) => {
    const answer = await operator.send('post', '/enterprises', body).expect(400);
    expect(answer.body.code).toBe('invalid_request');
    expect([...new Set(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer))]).toEqual(pointers);
  });

  it('whose name is a secret are refused, because the audit log keeps names', async () => {
    const name = operator.apiKey;
    const { body } = await operator.send('post', '/enterprises', { key: aKey(), name }).expect(400);
    expect(body.detail).toContain('secret');
    expect(JSON.stringify(body)).not.toContain(name);
  });
});

describe('organizations', () => {
  it('are made, read, listed, renamed and deleted by the administrator, each with its audit event', async () => {
    const { id: enterpriseId, path, administrator } = await anEnterprise();
    const { id } = await administrator.create(`${path}/organizations`, { key: 'research', name: 'Research' });
    const place = `${path}/organizations/${id}`;
    expect((await administrator.send('get', place).expect(200)).body).toMatchObject({ key: 'research', version: 1 });
    expect((await administrator.send('get', `${path}/organizations`).expect(200)).body.items).toMatchObject([{ id }]);
    const renamed = await administrator.send('patch', place, { name: 'Science' }).expect(200);
    expect(renamed.body).toMatchObject({ name: 'Science', version: 2 });
    await administrator.send('delete', place).expect(204);
    await administrator.send('get', place).expect(404);
    await administrator.send('delete', place).expect(404);
    expect((await auditLog(enterpriseId)).map(({ action }) => action)).toEqual([
      'organization.created',
      'organization.updated',
      'organization.deleted',
    ]);
  });

  it('may have the key of an organization of another enterprise, and not of their own', async () => {
    const [first, second] = [await anEnterprise(), await anEnterprise()];
    for (const { path, administrator } of [first, second])
      await administrator.create(`${path}/organizations`, { key: 'research', name: 'Research' });
    const again = await first.administrator.send('post', `${first.path}/organizations`, { key: 'research', name: 'R' });
    expect(again.body).toMatchObject({ status: 409, code: 'key_taken' });
  });
});

describe('another enterprise', () => {
  it('is the same 404 as one that is not there', async () => {
    const { administrator } = await anEnterprise();
    const other = await anEnterprise();
    const organization = await other.administrator.create(`${other.path}/organizations`, { key: 'a', name: 'A' });
    for (const rest of ['', '/organizations', `/organizations/${organization.id}`, '/connections', '/api-keys']) {
      const foreign = await administrator.send('get', `${other.path}${rest}`).expect(404);
      const absent = await administrator.send('get', `/enterprises/${NOBODY}${rest}`).expect(404);
      const { instance: _, requestId: __, ...told } = foreign.body;
      expect(absent.body).toMatchObject(told);
    }
  });

  it('does not lend what is in it to the URL of one’s own', async () => {
    const own = await anEnterprise();
    const other = await anEnterprise();
    const { id } = await other.administrator.create(`${other.path}/organizations`, { key: 'a', name: 'A' });
    for (const [method, body] of [['get'], ['patch', { name: 'B' }], ['delete']] as const)
      await own.administrator.send(method, `${own.path}/organizations/${id}`, body).expect(404);
    expect((await other.administrator.send('get', `${other.path}/organizations/${id}`)).body.name).toBe('A');
  });
});
