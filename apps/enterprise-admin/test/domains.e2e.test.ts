import { beforeEach, describe, expect, it } from 'vitest';
import { recheckDomains } from '#libs/domains';
import type { ConnectionKey, Database } from '#libs/persistence';
import {
  aCaller,
  aKey,
  anEnterprise,
  aSetupSession,
  aTestedConnection,
  auditLog,
  dns,
  runningAdmin,
  type TestCaller,
} from './builders.js';

let database: Database;
let administrator: TestCaller;
let key: ConnectionKey;
let connection: string;
let domains: string;

beforeEach(async () => {
  ({ database } = await runningAdmin());
  const enterprise = await anEnterprise();
  ({ administrator } = enterprise);
  key = await aTestedConnection(enterprise.id);
  await database.repositories.connections.update(key, { state: 'enabled' });
  connection = `${enterprise.path}/connections/${key.connectionId}`;
  domains = `${connection}/domains`;
});

const aName = () => `${aKey()}.example`;
const execute = (sql: string, values: readonly unknown[] = []) => database.orm.em.fork().execute(sql, [...values]);

interface Added {
  readonly id: string;
  readonly record?: { readonly name: string; readonly value: string };
}

/** Adds a domain, and makes its record. */
async function add(name: string, policy?: string, by = administrator, to = domains): Promise<string> {
  const { id, record }: Added = await by.create(to, { name, ...(policy !== undefined && { policy }) });
  dns.set(name, ['v=spf1 -all', record?.value ?? '']);
  return id;
}

const verify = (id: string, by = administrator, of = domains) => by.send('post', `${of}/${id}/verify`);

/** As the worker does it, an hour later. */
async function recheckLater(hours = 25): Promise<void> {
  await execute(
    `update domains set checked_at = checked_at - ? * interval '1 hour',
    failing_since = failing_since - ? * interval '1 hour' where enterprise_id = ?`,
    [hours, hours, key.enterpriseId],
  );
  await recheckDomains(database, { txt: async name => (dns.has(name) ? dns.get(name) : []) });
}

async function warnings(): Promise<readonly { code: string; evidence: unknown }[]> {
  const { body } = await administrator.send('get', `${connection}/warnings`).expect(200);
  return body.items.filter(({ code }: { code: string }) => code === 'DOMAIN_UNVERIFIED');
}

describe('a domain', () => {
  it('is added in one form, says which record it needs, and is verified when the record is there', async () => {
    const name = aName();
    const { body: added } = await administrator.send('post', domains, { name: `${name.toUpperCase()}.` }).expect(201);
    expect(added).toMatchObject({
      name,
      state: 'unverified',
      policy: 'optional',
      outcome: null,
      record: { type: 'TXT', name, value: expect.stringMatching(/^postern-domain-verification=[\da-f]{40}$/) },
    });
    expect((await verify(added.id).expect(200)).body).toMatchObject({ state: 'unverified', outcome: 'record_missing' });
    dns.set(name, [added.record.value]);
    const { body: verified } = await verify(added.id).expect(200);
    expect(verified).toMatchObject({ state: 'verified', outcome: 'verified', verifiedAt: expect.any(String) });
    expect((await administrator.send('get', domains)).body.items).toEqual([verified]);
    const log = await auditLog(key.enterpriseId);
    expect(log.map(({ action }) => action)).toEqual(['domain.created', 'domain.verified']);
    expect(JSON.stringify(log)).not.toContain(added.record.value);
  });

  it('is not judged by a DNS that does not answer', async () => {
    const name = aName();
    const id = await add(name);
    dns.set(name, undefined);
    expect((await verify(id)).body).toMatchObject({ state: 'unverified', outcome: 'unresolved' });
  });

  it.each([
    ['co.uk', 'Others register domains under this one'],
    ['com', 'Others register domains under this one'],
    ['https://example.com', 'must be a domain'],
    ['192.0.2.1', 'must be a domain'],
  ])('%s is refused', async (name, detail) => {
    const { body } = await administrator.send('post', domains, { name }).expect(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/name' }] });
    expect(body.detail).toContain(detail);
  });

  it('is added once in an enterprise', async () => {
    const name = aName();
    await add(name);
    const { body } = await administrator.send('post', domains, { name }).expect(409);
    expect(body.code).toBe('domain_taken');
  });

  it('has its policy changed, in the version that is meant', async () => {
    const id = await add(aName());
    const change = { policy: 'required' };
    await administrator.send('patch', `${domains}/${id}`, change).set('If-Match', '"7"').expect(412);
    const { body } = await administrator.send('patch', `${domains}/${id}`, change).set('If-Match', '"1"').expect(200);
    expect(body).toMatchObject({ policy: 'required', version: 2 });
    await administrator.send('patch', `${domains}/${id}`, change).expect(200);
    expect((await auditLog(key.enterpriseId)).map(({ action }) => action)).toEqual([
      'domain.created',
      'domain.updated',
    ]);
  });

  it('is set up in a setup session of its connection', async () => {
    const session = await aSetupSession(key, ['domains']);
    const id = await add(aName(), undefined, session);
    expect((await verify(id, session)).body.state).toBe('verified');
    await session.send('delete', `${domains}/${id}`).expect(204);
  });
});

describe('a domain of another enterprise', () => {
  /** Somebody who has verified a domain, and its name. */
  async function another() {
    const enterprise = await anEnterprise();
    const { connectionId } = await aTestedConnection(enterprise.id);
    const path = `${enterprise.path}/connections/${connectionId}/domains`;
    const name = aName();
    const id = await add(name, undefined, enterprise.administrator, path);
    await verify(id, enterprise.administrator, path).expect(200);
    return { ...enterprise, id, name, domains: path };
  }

  it('looks like one whose record is missing, until it is given up', async () => {
    const other = await another();
    const id = await add(other.name);
    const { body: refused } = await verify(id).expect(200);
    const missing = (await verify(await administrator.create(domains, { name: aName() }).then(made => made.id))).body;
    const told = ({ state, outcome, verifiedAt, failingSince }: typeof refused) => ({
      state,
      outcome,
      verifiedAt,
      failingSince,
    });
    expect(told(refused)).toEqual(told(missing));
    await other.administrator.send('delete', `${other.domains}/${other.id}`).expect(204);
    expect((await verify(id)).body.state).toBe('verified');
  });

  it('is verified by one of two who ask at once', async () => {
    const name = aName();
    const other = await anEnterprise();
    const { connectionId } = await aTestedConnection(other.id);
    const path = `${other.path}/connections/${connectionId}/domains`;
    const id = await add(name);
    const [own] = dns.get(name)!.slice(1);
    const otherId = await add(name, undefined, other.administrator, path);
    dns.set(name, [own!, ...dns.get(name)!]);
    const answers = await Promise.all([verify(id), verify(otherId, other.administrator, path)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers.filter(({ body }) => body.state === 'verified')).toHaveLength(1);
  });

  it('is not there', async () => {
    const other = await another();
    await administrator.send('get', `${domains}/${other.id}`).expect(404);
    await administrator.send('get', `${other.domains}/${other.id}`).expect(404);
    await verify(other.id).expect(404);
  });
});

describe('a record that is gone', () => {
  it('is warned of, and after three days the domain is not verified any more', async () => {
    const name = aName();
    const id = await add(name);
    await verify(id);
    dns.delete(name);
    await recheckLater();
    expect((await administrator.send('get', `${domains}/${id}`)).body.state).toBe('failing');
    expect(await warnings()).toMatchObject([{ evidence: { domains: [name] } }]);
    await recheckLater(80);
    expect((await administrator.send('get', `${domains}/${id}`)).body.state).toBe('unverified');
    expect(await warnings()).toHaveLength(1);
    expect((await auditLog(key.enterpriseId)).at(-1)).toMatchObject({
      action: 'domain.unverified',
      actor: { kind: 'system' },
    });
  });

  it('and is there again is warned of no more', async () => {
    const name = aName();
    const id = await add(name);
    const records = dns.get(name);
    await verify(id);
    dns.delete(name);
    await recheckLater();
    dns.set(name, records);
    await recheckLater(2);
    expect(await warnings()).toEqual([]);
  });

  it('is warned of no more when the domain is given up', async () => {
    const name = aName();
    const id = await add(name);
    await verify(id);
    dns.delete(name);
    await recheckLater();
    await administrator.send('delete', `${domains}/${id}`).expect(204);
    expect(await warnings()).toEqual([]);
  });

  it('of a new domain is looked for without being asked', async () => {
    const id = await add(aName());
    await recheckLater(2);
    expect((await administrator.send('get', `${domains}/${id}`)).body.state).toBe('verified');
  });
});

describe('the home realm of an address', () => {
  const discover = async (email: string) => {
    const { body } = await (await aCaller('operator')).send('post', '/home-realms/discover', { email }).expect(200);
    return body;
  };
  const nobody = { enterpriseId: null, connectionId: null, policy: 'off' };

  it('is the enabled connection that has verified its domain, whoever has an account', async () => {
    const name = aName();
    const id = await add(name, 'required');
    expect(await discover(`kim@${name}`)).toEqual(nobody);
    await verify(id);
    const realm = { enterpriseId: key.enterpriseId, connectionId: key.connectionId, policy: 'required' };
    expect(await discover(`kim@${name}`)).toEqual(realm);
    expect(await discover(`nobody@${name.toUpperCase()}`)).toEqual(realm);
    expect(await discover(`kim@mail.${name}`)).toEqual(nobody);
    await administrator.send('patch', `${domains}/${id}`, { policy: 'off' }).expect(200);
    expect(await discover(`kim@${name}`)).toEqual(nobody);
  });

  it('is none while the connection is not enabled, and free when it is deleted', async () => {
    const name = aName();
    const id = await add(name);
    await verify(id);
    await database.repositories.connections.update(key, { state: 'disabled' });
    expect(await discover(`kim@${name}`)).toEqual(nobody);
    const enterprise = await database.repositories.enterprises.find(key.enterpriseId);
    await administrator.send('delete', `${connection}?enterpriseKey=${enterprise?.key}`).expect(204);
    const left = await execute('select 1 from domains where name = ?', [name]);
    expect(left).toEqual([]);
  });
});
