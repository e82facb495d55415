import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { EnterpriseId } from '../entities/ids.js';
import type { AuditEvent } from './audit-event.js';
import { aLog, anEnterprise, anEvent, tamperWith } from './test/audit-log.js';
import { hashAuditEvent, noHash } from './hash-audit-event.js';
import { verifyAuditChain } from './verify-audit-chain.js';

let database: Database;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 5 });
});
afterAll(() => database.close());

const tamper = async (text: string, values: readonly unknown[]) => tamperWith(await workerDatabaseUrl(), text, values);

const LENGTH = 9;

const prove = (enterpriseId: EnterpriseId, expected: readonly string[] = []) =>
  database.repositories.auditEvents.prove(enterpriseId, expected);

async function eventsOf(enterpriseId: EnterpriseId): Promise<AuditEvent[]> {
  const batches: (readonly AuditEvent[])[] = [];
  for await (const batch of database.repositories.auditEvents.stream(enterpriseId)) batches.push(batch);
  return batches.flat();
}

/** Kinds and sequences of the faults. */
async function faultsOf(enterpriseId: EnterpriseId, expected: readonly string[] = []) {
  const { faults } = await prove(enterpriseId, expected);
  return faults.map(({ kind, sequence }) => `${kind} ${sequence}`);
}

/** Writes an event over the one with its number, with the hash of what it says. */
async function forge(enterpriseId: EnterpriseId, event: AuditEvent): Promise<string> {
  const hash = hashAuditEvent(event);
  await tamper(
    `update audit_events set id = $3, at = $4, after = $5, previous_hash = decode($6, 'hex'), hash = decode($7, 'hex')
     where enterprise_id = $1 and sequence = $2`,
    [enterpriseId, event.sequence, event.id, event.at, JSON.stringify(event.after), event.previousHash, hash],
  );
  return hash;
}

describe('a log as Postern wrote it', () => {
  it('is proven, and its head is named', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const last = (await eventsOf(enterpriseId)).at(-1);
    expect(await prove(enterpriseId)).toEqual({
      events: LENGTH,
      head: { sequence: LENGTH, hash: last?.hash },
      faults: [],
    });
  });

  it('is proven when nothing is in it', async () => {
    expect(await prove(await anEnterprise(database))).toEqual({ events: 0, head: undefined, faults: [] });
  });

  it('has every head it ever had, however much it has grown', async () => {
    const enterpriseId = await aLog(database, 3);
    const { head } = await prove(enterpriseId);
    await database.transaction(({ auditEvents }) => auditEvents.append(enterpriseId, anEvent()));
    expect(await prove(enterpriseId, [head?.hash ?? ''])).toMatchObject({ events: 4, faults: [] });
  });

  it('is proven while others append to it', async () => {
    const enterpriseId = await aLog(database, 3);
    const appending = Array.from({ length: 20 }, () =>
      database.transaction(({ auditEvents }) => auditEvents.append(enterpriseId, anEvent())),
    );
    const proofs = await Promise.all(Array.from({ length: 10 }, () => prove(enterpriseId)));
    await Promise.all(appending);
    expect(proofs.flatMap(({ faults }) => faults)).toEqual([]);
  });
});

describe('a planted edit', () => {
  it.each([
    ['after', `jsonb_set(after, '{number}', '99')`],
    ['after', 'null'],
    ['before', `'{"state": "draft"}'`],
    ['actor', `jsonb_set(actor, '{id}', '"somebody"')`],
    ['action', `'connection.deleted'`],
    ['target', `jsonb_set(target, '{id}', '"another"')`],
    ['request_id', 'null'],
    ['at', `at - interval '1 millisecond'`],
    ['id', 'gen_random_uuid()'],
    ['hash', `decode(repeat('00', 32), 'hex')`],
    ['previous_hash', `decode(repeat('11', 32), 'hex')`],
  ])('of %s to %s is found, at its event', async (column, value) => {
    const enterpriseId = await aLog(database, LENGTH);
    await tamper(`update audit_events set ${column} = ${value} where enterprise_id = $1 and sequence = 4`, [
      enterpriseId,
    ]);
    const found = await faultsOf(enterpriseId);
    expect(found[0]).toBe('edited 4');
  });

  it('is found by its successor when its own hash was made new', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const event = (await eventsOf(enterpriseId))[3]!;
    await forge(enterpriseId, { ...event, after: { number: 99 } });
    expect(await faultsOf(enterpriseId)).toEqual(['edited 4']);
  });

  it('is found by the head when all hashes after it were made new', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const events = await eventsOf(enterpriseId);
    const kept = events.at(-1)!.hash;
    let previousHash = events[2]!.hash;
    for (const event of events.slice(3))
      previousHash = await forge(enterpriseId, { ...event, after: { number: 99 }, previousHash });
    expect(await faultsOf(enterpriseId)).toEqual([`edited ${LENGTH}`]);
    await tamper(`update audit_heads set hash = decode($2, 'hex') where enterprise_id = $1`, [
      enterpriseId,
      previousHash,
    ]);
    // Whoever rewrites everything is found by what is kept elsewhere, and by nothing else.
    expect(await faultsOf(enterpriseId)).toEqual([]);
    expect(await faultsOf(enterpriseId, [kept])).toEqual([`expected-head-missing ${LENGTH}`]);
  });
});

describe('a planted deletion', () => {
  const remove = (enterpriseId: EnterpriseId, ...sequences: number[]) =>
    tamper('delete from audit_events where enterprise_id = $1 and sequence = any($2)', [enterpriseId, sequences]);

  it('of one event is found', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    await remove(enterpriseId, 4);
    expect(await faultsOf(enterpriseId)).toEqual(['missing 4']);
  });

  it('of several is found, as often as there are gaps', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    await remove(enterpriseId, 1, 2, 5);
    const { faults } = await prove(enterpriseId);
    expect(faults.map(({ detail }) => detail)).toEqual(['All events up to 2 were deleted.', 'The event was deleted.']);
  });

  it('is found when those behind it moved up', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    await remove(enterpriseId, 4);
    for (let sequence = 5; sequence <= LENGTH; sequence++)
      await tamper('update audit_events set sequence = sequence - 1 where enterprise_id = $1 and sequence = $2', [
        enterpriseId,
        sequence,
      ]);
    const found = await faultsOf(enterpriseId);
    expect(found).toContain('reordered 4');
    expect(found).toContain(`truncated ${LENGTH}`);
  });

  it('of the last events is found by the head beside the log', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    await remove(enterpriseId, LENGTH - 1, LENGTH);
    expect(await faultsOf(enterpriseId)).toEqual([`truncated ${LENGTH - 1}`]);
  });

  it('of the last events and the head is found by a head that was kept elsewhere, and by nothing else', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const { head } = await prove(enterpriseId);
    await remove(enterpriseId, LENGTH);
    await tamper(
      `update audit_heads h set sequence = e.sequence, hash = e.hash from audit_events e
       where h.enterprise_id = $1 and e.enterprise_id = $1 and e.sequence = $2`,
      [enterpriseId, LENGTH - 1],
    );
    expect(await faultsOf(enterpriseId)).toEqual([]);
    expect(await faultsOf(enterpriseId, [head?.hash ?? ''])).toEqual([`expected-head-missing ${LENGTH - 1}`]);
  });

  it('of everything is found', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const { head } = await prove(enterpriseId);
    await tamper('delete from audit_events where enterprise_id = $1', [enterpriseId]);
    expect(await faultsOf(enterpriseId)).toEqual(['truncated 1']);
    await tamper('delete from audit_heads where enterprise_id = $1', [enterpriseId]);
    expect(await faultsOf(enterpriseId, [head?.hash ?? ''])).toEqual(['expected-head-missing 0']);
  });
});

describe('a planted reordering', () => {
  it('of two events is found, at both', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    for (const [from, to] of [
      [4, 1000],
      [6, 4],
      [1000, 6],
    ])
      await tamper('update audit_events set sequence = $3 where enterprise_id = $1 and sequence = $2', [
        enterpriseId,
        from,
        to,
      ]);
    const { faults } = await prove(enterpriseId);
    expect(faults.map(({ kind, sequence, detail }) => `${kind} ${sequence} ${detail}`)).toEqual([
      'reordered 4 What stands here was written as 6.',
      'reordered 5 It was written after what stands at 6.',
      'reordered 6 What stands here was written as 4.',
      'reordered 7 It was written after what stands at 4.',
    ]);
  });

  it('of two events whose hashes were made new is found', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const events = await eventsOf(enterpriseId);
    const [fourth, fifth] = [events[3]!, events[4]!];
    await tamper('delete from audit_events where enterprise_id = $1 and sequence = 5', [enterpriseId]);
    const moved = { ...fourth, sequence: 5 };
    await forge(enterpriseId, { ...fifth, sequence: 4 });
    await insertForged(moved);
    expect(await faultsOf(enterpriseId)).toContain('reordered 5');
    expect((await prove(enterpriseId)).faults.length).toBeGreaterThan(1);
  });
});

async function insertForged(event: Omit<AuditEvent, 'hash'>): Promise<string> {
  const hash = hashAuditEvent(event);
  await tamper(
    `insert into audit_events
       (enterprise_id, sequence, id, at, actor, action, target, before, after, request_id, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, decode($11, 'hex'), decode($12, 'hex'))`,
    [
      event.enterpriseId,
      event.sequence,
      event.id,
      event.at,
      JSON.stringify(event.actor),
      event.action,
      JSON.stringify(event.target),
      event.before && JSON.stringify(event.before),
      event.after && JSON.stringify(event.after),
      event.requestId,
      event.previousHash,
      hash,
    ],
  );
  return hash;
}

describe('a planted fork', () => {
  const ids = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'] as const;

  it.each([
    ['an event in the middle', 4],
    ['the last event but one', LENGTH - 1],
    ['the beginning', 0],
  ])('after %s is found, with a true hash and the head moved along', async (_, fork) => {
    const enterpriseId = await aLog(database, LENGTH);
    const events = await eventsOf(enterpriseId);
    const previousHash = fork === 0 ? noHash : events[fork - 1]!.hash;
    const hash = await insertForged({ ...events.at(-1)!, id: ids[0], sequence: LENGTH + 1, previousHash });
    await tamper(`update audit_heads set sequence = $2, hash = decode($3, 'hex') where enterprise_id = $1`, [
      enterpriseId,
      LENGTH + 1,
      hash,
    ]);
    expect(await faultsOf(enterpriseId)).toEqual([`forked ${LENGTH + 1}`]);
  });

  it('is found when the head still says what Postern wrote last', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const last = (await eventsOf(enterpriseId)).at(-1)!;
    await insertForged({ ...last, id: ids[0], sequence: LENGTH + 1, previousHash: last.hash });
    expect(await faultsOf(enterpriseId)).toEqual([`beyond-head ${LENGTH + 1}`]);
  });

  it('is found when a number is there twice, which takes a table without its key', async () => {
    const enterpriseId = await aLog(database, LENGTH);
    const events = await eventsOf(enterpriseId);
    const fourth = events[3]!;
    const other = { ...fourth, id: ids[1], after: { number: 99 } };
    const twice = events.toSpliced(4, 0, { ...other, hash: hashAuditEvent(other) });
    const { faults } = await verifyAuditChain({
      head: () => database.repositories.auditEvents.findHead(enterpriseId),
      events: async function* () {
        yield twice.slice(0, 4);
        yield twice.slice(4);
      },
    });
    expect(faults.map(({ kind, sequence }) => `${kind} ${sequence}`)).toContain('forked 4');
  });
});

describe('a log that is broken everywhere', () => {
  it('names no more edits than anybody reads, and the head', async () => {
    const enterpriseId = await aLog(database, 300);
    await tamper(`update audit_events set after = '{}' where enterprise_id = $1`, [enterpriseId]);
    const { events, faults } = await prove(enterpriseId);
    expect([events, faults.length, faults.at(-1)?.sequence]).toEqual([300, 201, 300]);
  });

  it('names no more gaps than anybody reads', async () => {
    const enterpriseId = await aLog(database, 500);
    await tamper('delete from audit_events where enterprise_id = $1 and sequence % 2 = 0', [enterpriseId]);
    const { events, faults } = await prove(enterpriseId);
    expect([events, faults.length, faults.at(-1)?.kind]).toEqual([250, 201, 'truncated']);
  });
});
