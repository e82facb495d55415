import { sql } from 'kysely';
import { type AuditEvent, installationChain, type NewAuditEvent } from '../audit/audit-event.js';
import { noHash } from '../audit/hash-audit-event.js';
import { contentOf, linkTo } from '../audit/link-audit-event.js';
import { toRecordable, withoutSecrets } from '../audit/to-recordable.js';
import { type AuditHead, type AuditProof, verifyAuditChain } from '../audit/verify-audit-chain.js';
import type { EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { type AuditEventFilter, matchingEvents } from './audit-event-filter.js';
import { hexToBytes, toAuditEvent } from './audit-event-row.js';

/** Which part of an enterprise's audit log is asked for. */
export interface AuditEventQuery {
  readonly filter?: AuditEventFilter | undefined;
  /** How many events at most. */
  readonly limit: number;
  /** `end` of the page before. */
  readonly after?: number | undefined;
}

/** A part of an audit log, newest first. */
export interface AuditEventPage {
  readonly events: readonly AuditEvent[];
  /** There when this page is not the last: the sequence behind which the next one begins. */
  readonly end?: number;
}

/** Whose audit log there is. */
export interface AuditChainOwner {
  readonly enterpriseId: EnterpriseId;
  /** Null when there is no such enterprise any more. */
  readonly enterpriseKey: string | null;
}

const BATCH = 1000;

/** The clock may be set back; the order of events may not. */
const lockHead = statement<{ readonly sequence: string; readonly hash: Buffer; readonly at: string }>(
  'audit.lock-head',
  `insert into audit_heads as h (enterprise_id, sequence, at, hash) values ($1, 0, clock_timestamp(), $2)
   on conflict (enterprise_id) do update set sequence = h.sequence
   returning sequence, hash, greatest(at, clock_timestamp()::timestamptz(3)) as at`,
);

/** Outside of a transaction another may have come between: then nothing is stored. */
const insert = statement<{ readonly sequence: string }>(
  'audit.insert',
  `with head as (
     update audit_heads set sequence = $2, at = $4, hash = $11
     where enterprise_id = $1 and sequence = $2 - 1 and hash = $10
     returning enterprise_id, sequence, at, hash
   )
   insert into audit_events (
     enterprise_id, sequence, id, at, actor, action, target, before, after, request_id, previous_hash, hash
   )
   select enterprise_id, sequence, $3, at, $5, $6, $7, $8, $9, $12, $10, hash from head
   returning sequence`,
);

/** Many that follow each other, whose head is locked. */
const insertAll = statement(
  'audit.insert-all',
  `with given as materialized (
     select * from jsonb_to_recordset($2::jsonb) as e (
       sequence bigint, id uuid, at timestamptz, actor jsonb, action text, target jsonb, before jsonb, after jsonb,
       "requestId" text, "previousHash" text, hash text
     )
   ), head as (
     update audit_heads set sequence = $3, at = (select max(at) from given), hash = $4 where enterprise_id = $1
   )
   insert into audit_events (
     enterprise_id, sequence, id, at, actor, action, target, before, after, request_id, previous_hash, hash
   )
   select $1, sequence, id, at, actor, action, target, nullif(before, 'null'), nullif(after, 'null'), "requestId",
     decode("previousHash", 'hex'), decode(hash, 'hex')
   from given`,
);

/** An event that is recorded after it happened. */
export interface PastAuditEvent extends NewAuditEvent {
  /** ISO 8601, in UTC, with milliseconds. */
  readonly at: string;
}

/** The audit log of each enterprise: append-only, each event linked by hash to the one before it. */
export class AuditEventsRepository {
  /** Events that are appended at once, as one transaction may, follow each other. */
  private readonly underWay = new Map<EnterpriseId, Promise<unknown>>();

  constructor(private readonly db: Executor) {}

  /**
   * Records an event. Call it in the transaction of the change, and late: from here until the commit others who append to
   * the log of the enterprise wait. It takes two statements, one after the other, so it cannot be the `Last` of the transaction.
   * @throws SecretInAuditEvent when the event holds what may be a secret
   */
  append(enterpriseId: EnterpriseId, event: NewAuditEvent): Promise<AuditEvent> {
    const appended = (this.underWay.get(enterpriseId) ?? Promise.resolve()).then(() =>
      this.appendNext(enterpriseId, event),
    );
    const ended = Promise.allSettled([appended]).then(() => {
      if (this.underWay.get(enterpriseId) === ended) this.underWay.delete(enterpriseId);
    });
    this.underWay.set(enterpriseId, ended);
    return appended;
  }

  /**
   * Records events that happened before, in their order, in one go, without what may be a secret: what happened is told, and
   * nothing that somebody was called stops the log. Call it in a transaction.
   */
  async appendAll(enterpriseId: EnterpriseId, events: readonly PastAuditEvent[]): Promise<void> {
    const [head] = await this.db.run(lockHead, [enterpriseId, hexToBytes(noHash)]);
    if (!head) throw new Error('The head of the audit log could not be locked.');
    let previous = { sequence: Number(head.sequence), hash: head.hash.toString('hex'), at: '' };
    const linked = events.map(event => {
      const { at, ...recorded } = event;
      const next = linkTo(
        enterpriseId,
        previous,
        withoutSecrets(contentOf(recorded)),
        at > previous.at ? at : previous.at,
      );
      previous = next;
      return next;
    });
    await this.db.run(insertAll, [enterpriseId, JSON.stringify(linked), previous.sequence, hexToBytes(previous.hash)]);
  }

  private async appendNext(enterpriseId: EnterpriseId, event: NewAuditEvent): Promise<AuditEvent> {
    const [head] = await this.db.run(lockHead, [enterpriseId, hexToBytes(noHash)]);
    if (!head) throw new Error('The head of the audit log could not be locked.');
    const previous = { sequence: Number(head.sequence), hash: head.hash.toString('hex') };
    const whole = linkTo(enterpriseId, previous, toRecordable(contentOf(event), 'event'), head.at);
    const stored = await this.db.run(insert, valuesOf(whole));
    if (stored.length === 0) throw new Error('Another event came between: append to the audit log in a transaction.');
    return whole;
  }

  /** The event with this id. */
  async find(enterpriseId: EnterpriseId, id: string): Promise<AuditEvent | undefined> {
    const row = await this.db.kysely
      .selectFrom('audit_events')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .executeTakeFirst();
    return row && toAuditEvent(row);
  }

  /** A page of the events that satisfy a filter, newest first. */
  async list(enterpriseId: EnterpriseId, { filter = {}, limit, after }: AuditEventQuery): Promise<AuditEventPage> {
    const rows = await this.db.kysely
      .selectFrom('audit_events')
      .selectAll()
      .where(matchingEvents(enterpriseId, filter))
      .$if(after !== undefined, query => query.where('sequence', '<', String(after)))
      .orderBy('sequence', 'desc')
      .limit(limit + 1)
      .execute();
    const events = rows.slice(0, limit).map(toAuditEvent);
    const last = events.at(-1);
    return { events, ...(last && rows.length > limit && { end: last.sequence }) };
  }

  /** All events that satisfy a filter, oldest first, a batch at a time. */
  async *stream(enterpriseId: EnterpriseId, filter: AuditEventFilter = {}): AsyncGenerator<readonly AuditEvent[]> {
    let last: AuditEvent | undefined;
    for (;;) {
      const rows = await this.db.kysely
        .selectFrom('audit_events')
        .selectAll()
        .where(matchingEvents(enterpriseId, filter))
        .$if(last !== undefined, query => query.where(sql<boolean>`(sequence, id) > (${last?.sequence}, ${last?.id})`))
        .orderBy('sequence')
        // A forged log, in which a number is there twice, is read whole.
        .orderBy('id')
        .limit(BATCH)
        .execute();
      const events = rows.map(toAuditEvent);
      if (events.length > 0) yield events;
      if (events.length < BATCH) return;
      last = events.at(-1);
    }
  }

  /** How far the log goes, as Postern has written down beside it. */
  async findHead(enterpriseId: EnterpriseId): Promise<AuditHead | undefined> {
    const head = await this.db.kysely
      .selectFrom('audit_heads')
      .select(['sequence', 'hash'])
      .where('enterprise_id', '=', enterpriseId)
      .executeTakeFirst();
    return head && { sequence: Number(head.sequence), hash: head.hash.toString('hex') };
  }

  /**
   * Recomputes every hash of an enterprise's log.
   * @param expected hashes of heads that were kept elsewhere; the log may have grown since
   */
  prove(enterpriseId: EnterpriseId, expected: readonly string[] = []): Promise<AuditProof> {
    const chain = { head: () => this.findHead(enterpriseId), events: () => this.stream(enterpriseId) };
    return verifyAuditChain(chain, expected);
  }

  /** Every enterprise, whether it has a log or not, those of which nothing but the log is left, and the installation. */
  async findOwners(): Promise<AuditChainOwner[]> {
    const { rows } = await sql<AuditChainOwner>`
      select o.id as "enterpriseId", e.key as "enterpriseKey"
      from (
        select id from enterprises
        union select enterprise_id from audit_heads
        union select enterprise_id from audit_events
        union select ${installationChain}::uuid
      ) o
      left join enterprises e on e.id = o.id
      order by e.key nulls last, o.id`.execute(this.db.kysely);
    return rows;
  }
}

function valuesOf(event: AuditEvent): readonly unknown[] {
  return [
    event.enterpriseId,
    event.sequence,
    event.id,
    event.at,
    JSON.stringify(event.actor),
    event.action,
    JSON.stringify(event.target),
    event.before && JSON.stringify(event.before),
    event.after && JSON.stringify(event.after),
    hexToBytes(event.previousHash),
    hexToBytes(event.hash),
    event.requestId,
  ];
}
