import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { aLog, anEnterprise, anEvent, tamperWith } from '../audit/test/audit-log.js';
import { type AuditEvent, installationChain, type NewAuditEvent } from '../audit/audit-event.js';
import { hashAuditEvent, noHash } from '../audit/hash-audit-event.js';
import { SecretInAuditEvent } from '../audit/to-recordable.js';
import { Database } from '../database.js';
import type { EnterpriseId } from '../entities/ids.js';
import type { Statement } from '../executor.js';
import type { Tables } from '../tables.js';
import type { AuditEventFilter } from './audit-event-filter.js';
import { AuditEventsRepository } from './audit-events.repository.js';

let database: Database;
/** As of another process. */
let another: Database;
let client: Client;

beforeAll(async () => {
  const url = await workerDatabaseUrl();
  database = await Database.connect({ url, poolSize: 10 });
  another = await Database.connect({ url, poolSize: 10 });
  client = new Client({ connectionString: url });
  await client.connect();
});
afterAll(async () => {
  await Promise.all([database.close(), another.close(), client.end()]);
});

const tamper = async (text: string, values: readonly unknown[]) => tamperWith(await workerDatabaseUrl(), text, values);

const append = (enterpriseId: EnterpriseId, event: NewAuditEvent = anEvent()) =>
  database.transaction(({ auditEvents }) => auditEvents.append(enterpriseId, event));

const sequences = (events: readonly AuditEvent[]) => events.map(({ sequence }) => sequence);

async function sequencesOf(enterpriseId: EnterpriseId) {
  return sequences((await database.repositories.auditEvents.list(enterpriseId, { limit: 1000 })).events);
}

const isProven = async (enterpriseId: EnterpriseId) =>
  (await database.repositories.auditEvents.prove(enterpriseId)).faults.length === 0;

describe('append', () => {
  it('gives what is stored, linked to the event before', async () => {
    const enterpriseId = await anEnterprise(database);
    const first = await append(enterpriseId);
    const second = await append(enterpriseId, anEvent({ before: null, after: undefined, requestId: null }));
    const { auditEvents } = database.repositories;
    expect(first).toMatchObject({ enterpriseId, sequence: 1, ...anEvent(), previousHash: noHash });
    expect(second).toMatchObject({ sequence: 2, before: null, after: null, requestId: null, previousHash: first.hash });
    expect(first.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(first.hash).toBe(hashAuditEvent(first));
    expect([await auditEvents.find(enterpriseId, first.id), await auditEvents.find(enterpriseId, second.id)]).toEqual([
      first,
      second,
    ]);
  });

  it('has one order without a gap, whoever appends at once, from whatever process', async () => {
    const enterpriseId = await anEnterprise(database);
    const writers = Array.from({ length: 60 }, (_, number) =>
      (number % 2 === 0 ? database : another).transaction(async ({ auditEvents }) => {
        await auditEvents.append(enterpriseId, anEvent({ after: { number } }));
        // Every third one thinks better of it.
        if (number % 3 === 0) throw new Error('not after all');
      }),
    );
    await Promise.allSettled(writers);
    expect((await sequencesOf(enterpriseId)).toReversed()).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(await isProven(enterpriseId)).toBe(true);
  });

  it('keeps the order in which one transaction appends, even at once', async () => {
    const enterpriseId = await anEnterprise(database);
    const events = await database.transaction(({ auditEvents }) =>
      Promise.all([1, 2, 3].map(number => auditEvents.append(enterpriseId, anEvent({ after: { number } })))),
    );
    expect(events.map(({ sequence, after }) => ({ sequence, after }))).toEqual(
      [1, 2, 3].map(number => ({ sequence: number, after: { number } })),
    );
    expect(await isProven(enterpriseId)).toBe(true);
  });

  it('outside of a transaction stores an event whole or not at all, and breaks no chain', async () => {
    const enterpriseId = await anEnterprise(database);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, number) =>
        (number % 2 === 0 ? database : another).repositories.auditEvents.append(enterpriseId, anEvent()),
      ),
    );
    const stored = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(stored).toBeGreaterThan(0);
    expect((await sequencesOf(enterpriseId)).length).toBe(stored);
    expect(await isProven(enterpriseId)).toBe(true);
  });

  it('outside of a transaction refuses when another event has come between', async () => {
    const enterpriseId = await anEnterprise(database);
    const overtaken = new AuditEventsRepository({
      kysely: database.orm.em.fork().getKysely<Tables>(),
      async run<Result>({ name, text }: Statement<Result>, values: readonly unknown[]) {
        const { rows } = await client.query(text, [...values]);
        if (name === 'audit.lock-head') await append(enterpriseId);
        return rows as Result[];
      },
    });
    await expect(overtaken.append(enterpriseId, anEvent())).rejects.toThrow('Another event came between');
    expect(await sequencesOf(enterpriseId)).toEqual([1]);
  });

  it('of one enterprise does not wait for another', async () => {
    const [one, other] = [await anEnterprise(database), await anEnterprise(database)];
    await database.transaction(async ({ auditEvents }) => {
      await auditEvents.append(one, anEvent());
      expect((await append(other)).sequence).toBe(1);
    });
    expect(await sequencesOf(one)).toEqual([1]);
  });

  it('of one enterprise does not wait for another outside of transactions either', async () => {
    const [one, other] = [await anEnterprise(database), await anEnterprise(database)];
    const { auditEvents: outside } = database.repositories;
    let stuck: Promise<AuditEvent> | undefined;
    await another.transaction(async ({ auditEvents }) => {
      await auditEvents.append(one, anEvent());
      stuck = outside.append(one, anEvent());
      expect((await outside.append(other, anEvent())).sequence).toBe(1);
    });
    expect((await stuck)?.sequence).toBe(2);
  });

  it('goes with its transaction: what is rolled back was never there', async () => {
    const enterpriseId = await anEnterprise(database);
    await append(enterpriseId);
    const failing = database.transaction(async ({ auditEvents }) => {
      await auditEvents.append(enterpriseId, anEvent());
      throw new Error('too bad');
    });
    await expect(failing).rejects.toThrow('too bad');
    expect((await append(enterpriseId)).sequence).toBe(2);
  });

  it('never gives an event an earlier time than the one before, when the clock is set back', async () => {
    const enterpriseId = await anEnterprise(database);
    await append(enterpriseId);
    await tamper(`update audit_heads set at = '2099-01-01T00:00:00.123Z' where enterprise_id = $1`, [enterpriseId]);
    expect((await append(enterpriseId)).at).toBe('2099-01-01T00:00:00.123Z');
  });

  it('refuses a secret, and with it the change', async () => {
    const enterpriseId = await anEnterprise(database);
    const changing = database.transaction(async ({ enterprises, auditEvents }) => {
      await enterprises.insertOrganization(enterpriseId, { key: 'one', name: 'One' });
      await auditEvents.append(enterpriseId, anEvent({ after: { clientSecret: 'x' } }));
    });
    await expect(changing).rejects.toThrow(SecretInAuditEvent);
    const { rows } = await client.query('select from organizations where enterprise_id = $1', [enterpriseId]);
    expect([rows.length, await sequencesOf(enterpriseId)]).toEqual([0, []]);
  });

  it('stores what PostgreSQL would not, and numbers as they are', async () => {
    const enterpriseId = await anEnterprise(database);
    const after = { text: 'a\0b', half: '\udc00', large: 1e21, small: 1e-7, zero: -0, deep: { z: [{}], a: '' } };
    await append(enterpriseId, anEvent({ after, requestId: 'r\0' }));
    const [event] = (await database.repositories.auditEvents.list(enterpriseId, { limit: 1 })).events;
    expect(event).toMatchObject({ after: { text: 'a\ufffdb', half: '\ufffd', large: 1e21 }, requestId: 'r\ufffd' });
    expect(await isProven(enterpriseId)).toBe(true);
  });

  it('keeps what is of no enterprise in a log of its own', async () => {
    const { sequence, hash } = await append(installationChain, anEvent({ action: 'api_key.created' }));
    expect(await database.repositories.auditEvents.findHead(installationChain)).toEqual({ sequence, hash });
  });
});

describe('the table', () => {
  it.each([
    ['update', 'update audit_events set action = action'],
    ['delete', 'delete from audit_events where false'],
    ['truncate', 'truncate audit_events'],
    ['delete', 'delete from audit_heads where false'],
    ['truncate', 'truncate audit_heads'],
  ])('refuses: %s', async (operation, statement) => {
    const table = /audit_\w+/.exec(statement)?.[0] ?? '';
    await expect(client.query(statement)).rejects.toThrow(`${table} is append-only: ${operation} is refused`);
  });
});

describe('list and stream', () => {
  let enterpriseId: EnterpriseId;
  let events: AuditEvent[];

  beforeAll(async () => {
    enterpriseId = await anEnterprise(database);
    const ada = anEvent().actor;
    const link = { kind: 'setup-link', id: 'link-1' } as const;
    const token = { type: 'scim_token', id: 'token-1' };
    const given: Partial<NewAuditEvent>[] = [
      { actor: ada, action: 'connection.created' },
      { actor: ada, action: 'scim_token.created', target: token },
      { actor: link, action: 'connection.enabled' },
      { actor: link, action: 'scim_token.revoked', target: token },
      { actor: ada, action: 'connection.disabled', target: { type: 'connection', id: 'connection-2' } },
    ];
    events = [];
    for (const event of given) {
      // Each a day after the one before.
      await tamper(
        `update audit_heads set at = date_trunc('day', at) + interval '1 day' + interval '1000 years' * (sequence = 1)::int
         where enterprise_id = $1`,
        [enterpriseId],
      );
      events.push(await append(enterpriseId, anEvent(event)));
    }
  });

  beforeAll(async () => {
    const stranger = await aLog(database, 1);
    await tamper('update audit_heads set at = $2 where enterprise_id = $1', [stranger, later(3)]);
    await append(stranger);
  });

  const at = (sequence: number) => events[sequence - 1]!.at;
  /** Between two events, at the moment of another enterprise's second. */
  const later = (sequence: number) => new Date(Date.parse(at(sequence)) + 3_600_000).toISOString();
  const filters: [string, () => AuditEventFilter, number[]][] = [
    ['nothing', () => ({}), [5, 4, 3, 2, 1]],
    ['the actor', () => ({ actorId: 'link-1' }), [4, 3]],
    ['the beginning of the action', () => ({ action: 'scim_token.' }), [4, 2]],
    ['the action', () => ({ action: 'connection.enabled' }), [3]],
    ['a beginning that no action has', () => ({ action: 'connection%' }), []],
    ['the type of the target', () => ({ targetType: 'scim_token' }), [4, 2]],
    ['the target', () => ({ targetType: 'connection', targetId: 'connection-2' }), [5]],
    ['the id of the target', () => ({ targetId: 'token-1' }), [4, 2]],
    ['from', () => ({ from: at(3) }), [5, 4, 3]],
    ['to', () => ({ to: at(3) }), [2, 1]],
    ['from a moment between', () => ({ from: later(3) }), [5, 4]],
    ['to a moment behind that', () => ({ to: at(4) }), [3, 2, 1]],
    ['from and to', () => ({ from: at(2), to: at(4) }), [3, 2]],
    ['from after everything', () => ({ from: '9000-01-01T00:00:00.000Z' }), []],
    ['to before everything', () => ({ to: '1970-01-01T00:00:00.000Z' }), []],
    ['everything at once', () => ({ actorId: 'link-1', action: 'scim', targetType: 'scim_token', to: at(5) }), [4]],
  ];

  it.each(filters)('give the events that satisfy %s', async (_, filter, expected) => {
    const { auditEvents } = database.repositories;
    const { events: listed, ...end } = await auditEvents.list(enterpriseId, { filter: filter(), limit: 10 });
    expect([sequences(listed), end]).toEqual([expected, {}]);
    const streamed: number[] = [];
    for await (const batch of auditEvents.stream(enterpriseId, filter())) streamed.push(...sequences(batch));
    expect(streamed).toEqual(expected.toReversed());
  });

  it('list gives pages, newest first, that end where the log began', async () => {
    const { auditEvents } = database.repositories;
    const pages: number[][] = [];
    let after: number | undefined;
    do {
      const page = await auditEvents.list(enterpriseId, { filter: { actorId: 'key-1' }, limit: 2, after });
      pages.push(sequences(page.events));
      after = page.end;
    } while (after !== undefined);
    expect(pages).toEqual([[5, 2], [1]]);
  });

  it('list gives no further page when the last one is just full', async () => {
    const { events: listed, end } = await database.repositories.auditEvents.list(enterpriseId, { limit: 5 });
    expect([listed.length, end]).toEqual([5, undefined]);
  });

  it('show nothing of another enterprise', async () => {
    const stranger = await anEnterprise(database);
    const { auditEvents } = database.repositories;
    const filter = { actorId: 'key-1', from: at(1) };
    expect(await auditEvents.list(stranger, { filter, limit: 10 })).toEqual({ events: [] });
    expect(await auditEvents.list(stranger, { limit: 10, after: 100 })).toEqual({ events: [] });
    expect(await auditEvents.find(stranger, events[0]!.id)).toBeUndefined();
    expect(await auditEvents.stream(stranger).next()).toEqual({ done: true, value: undefined });
  });

  it('stream gives long logs whole, a thousand events at a time', async () => {
    const long = await aLog(database, 2001);
    const sizes: number[] = [];
    const seen: number[] = [];
    for await (const batch of database.repositories.auditEvents.stream(long)) {
      sizes.push(batch.length);
      seen.push(...sequences(batch));
    }
    expect([sizes, seen]).toEqual([[1000, 1000, 1], Array.from({ length: 2001 }, (_, index) => index + 1)]);
  });
});

describe('findOwners', () => {
  it('names every enterprise, and whose log outlived it', async () => {
    const enterpriseId = await anEnterprise(database);
    const gone = '00000000-0000-7000-8000-00000000dead' as EnterpriseId;
    await append(gone);
    const owners = await database.repositories.auditEvents.findOwners();
    expect(owners).toContainEqual({ enterpriseId, enterpriseKey: expect.stringMatching(/^audit-/) });
    const nameless = owners.slice(owners.findIndex(({ enterpriseKey }) => enterpriseKey === null));
    // Other tests leave logs of enterprises that never were.
    expect(nameless.filter(owner => [installationChain, gone].includes(owner.enterpriseId))).toEqual([
      { enterpriseId: installationChain, enterpriseKey: null },
      { enterpriseId: gone, enterpriseKey: null },
    ]);
    expect(nameless.map(({ enterpriseKey }) => enterpriseKey)).toEqual(nameless.map(() => null));
  });
});
