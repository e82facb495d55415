import { type RawBuilder, sql } from 'kysely';
import {
  type ConnectionId,
  type EnterpriseId,
  momentOfId,
  type RehearsalId,
  type ScimRequestId,
  type ScimTokenId,
} from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { isMissingPartition } from '../postgres-error.js';
import type { ConnectionKey } from './connection-key.js';
import { type OwnedRequest, type PackedRequest, packRequest, toHours, toRows } from './packed-request.js';

/** A SCIM request as it is written to the log. */
export interface ScimRequestWrite {
  /** Null where nobody knows it yet: then it is that of the connection. */
  readonly enterprise_id: EnterpriseId | null;
  readonly connection_id: ConnectionId;
  /** ISO 8601. */
  readonly at: string;
  readonly id: ScimRequestId;
  readonly token_id: ScimTokenId | null;
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  readonly status: number;
  readonly scim_type: string | null;
  readonly detail: string | null;
  readonly duration_ms: number;
  readonly request_id: string | null;
  readonly remote_address: string | null;
  readonly user_agent: string | null;
  readonly ad_scim_version: string | null;
  readonly body: string | null;
  /** `cut`: only its beginning; `withheld`: a secret might be in it. */
  readonly body_kept: 'none' | 'whole' | 'cut' | 'withheld';
  readonly dialect: string;
  readonly intent_kind: string;
  readonly intent_subject: string | null;
  readonly intent_count: number | null;
  readonly is_test: boolean;
  readonly resource_type: string | null;
  readonly resource_id: string | null;
  readonly touched: object | null;
  readonly operations: readonly object[] | null;
  readonly found: number | null;
  /** It is part of a rehearsal, and of no identity provider. */
  readonly rehearsal_id: RehearsalId | null;
}

/** A SCIM request as it is read. */
export type ScimRequestRow = Omit<ScimRequestWrite, 'enterprise_id'> & { readonly enterprise_id: EnterpriseId };

/** Behind which request, going back in time, a page begins. */
export interface ScimRequestCursor {
  readonly at: string;
  readonly id: string;
}

/** Which requests are asked for; all of it must hold. */
export interface ScimRequestFilter {
  /** 2, 4 or 5. */
  readonly statusClass?: number | undefined;
  readonly method?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly intentKind?: string | undefined;
  /** Somewhere in whom or what a request was about. */
  readonly subject?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Those of rehearsals are left out. */
  readonly withoutRehearsals?: boolean;
}

const COLUMNS = [
  'enterprise_id',
  'connection_id',
  'at',
  'id',
  'token_id',
  'method',
  'path',
  'status',
  'scim_type',
  'detail',
  'duration_ms',
  'request_id',
  'remote_address',
  'user_agent',
  'ad_scim_version',
  'body',
  'body_kept',
  'dialect',
  'intent_kind',
  'intent_subject',
  'intent_count',
  'is_test',
  'resource_type',
  'resource_id',
  'touched',
  'operations',
  'found',
  'rehearsal_id',
] as const satisfies readonly (keyof ScimRequestRow)[];

const columns = COLUMNS.join(', ');
const columnsWithoutBody = COLUMNS.map(column => (column === 'body' ? 'null as body' : column)).join(', ');

/** Both or neither; without waiting for the disk, as what is lost of the log harms nobody. Hours are counted in one order, so that writers do not deadlock. */
const write = statement(
  'scim-requests.write',
  `with prompt as materialized (
     select set_config('synchronous_commit', 'off', true)
   ), written as (
     insert into scim_requests (${columns}) select ${columns} from json_populate_recordset(null::scim_requests, $1), prompt
   )
   insert into scim_request_hours as h (enterprise_id, connection_id, hour, requests, failures, last_at)
   select enterprise_id, connection_id, hour, requests, failures, last_at
   from json_populate_recordset(null::scim_request_hours, $2)
   order by enterprise_id, connection_id, hour
   on conflict (enterprise_id, connection_id, hour) do update set
     requests = h.requests + excluded.requests,
     failures = h.failures + excluded.failures,
     last_at = greatest(h.last_at, excluded.last_at)`,
);

const findEnterprises = statement<{ id: ConnectionId; enterpriseId: EnterpriseId }>(
  'scim-requests.find-enterprises',
  `select id, enterprise_id as "enterpriseId" from connections where id = any($1::uuid[])`,
);

const makePartition = statement('scim-requests.make-partition', 'select make_scim_request_partition($1::date)');
const dropPartitions = statement<{ dropped: number }>(
  'scim-requests.drop-partitions',
  'select drop_scim_request_partitions($1::date) as dropped',
);

/** The longest that a request can have lasted before it was written down under an id. */
const LONGEST_MS = 600_000;

/** The log of SCIM requests. */
export class ScimRequestsRepository {
  constructor(private readonly db: Executor) {}

  /** Writes many at once, in one transaction of its own, and makes the partitions they need. What is of no connection is dropped. */
  async write(given: readonly ScimRequestWrite[]): Promise<void> {
    await this.writePacked(given.map(packRequest));
  }

  /** The same of requests that are packed already. */
  async writePacked(given: readonly PackedRequest[]): Promise<void> {
    const requests = await this.withEnterprises(given);
    if (requests.length === 0) return;
    const values = [toRows(requests), toHours(requests)];
    try {
      await this.db.run(write, values);
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      for (const day of new Set(requests.map(({ at }) => at.slice(0, 10)))) await this.makePartition(day);
      await this.db.run(write, values);
    }
  }

  /** Makes the partition of a day in UTC, `2026-11-24`, unless it is there. */
  async makePartition(day: string): Promise<void> {
    await this.db.run(makePartition, [day]);
  }

  /** Drops what is older than the beginning of a day. Gives how many days went. */
  async dropPartitions(before: string): Promise<number> {
    const [row] = await this.db.run(dropPartitions, [before]);
    return row?.dropped ?? 0;
  }

  /** Newest first. */
  async list(
    connection: ConnectionKey,
    { limit, after, filter = {} }: { limit: number; after?: ScimRequestCursor; filter?: ScimRequestFilter },
  ): Promise<readonly ScimRequestRow[]> {
    const conditions = [ofConnection(connection), ...conditionsOf(filter)];
    if (filter.withoutRehearsals) conditions.push(sql`rehearsal_id is null`);
    if (after) conditions.push(sql`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
    const { rows } = await sql<ScimRequestRow>`
      select ${sql.raw(columns)} from scim_requests where ${sql.join(conditions, sql` and `)}
      order by at desc, id desc limit ${limit}`.execute(this.db.kysely);
    return rows;
  }

  /** Those that were answered since a moment, newest first and without their bodies. Few have lasted longer than a minute. */
  async listAnswered(connection: ConnectionKey, since: Date, limit: number): Promise<readonly ScimRequestRow[]> {
    const { rows } = await sql<ScimRequestRow>`
      select ${sql.raw(columnsWithoutBody)} from scim_requests
      where ${ofConnection(connection)} and at >= ${since.toISOString()}::timestamptz - interval '1 minute'
        and at + duration_ms * interval '1 millisecond' >= ${since.toISOString()}::timestamptz
      order by at desc, id desc limit ${limit}`.execute(this.db.kysely);
    return rows;
  }

  /** One request. Its id holds when it was made, so that only the partition of that day is looked into. */
  async find(connection: ConnectionKey, id: ScimRequestId): Promise<ScimRequestRow | undefined> {
    const made = momentOfId(id);
    const { rows } = await sql<ScimRequestRow>`
      select ${sql.raw(columns)} from scim_requests
      where ${ofConnection(connection)} and id = ${id}
        and at between ${new Date(made - LONGEST_MS).toISOString()}::timestamptz and ${new Date(made + LONGEST_MS).toISOString()}::timestamptz`.execute(
      this.db.kysely,
    );
    return rows[0];
  }

  private async withEnterprises(requests: readonly PackedRequest[]): Promise<readonly OwnedRequest[]> {
    const unknown = requests.filter(request => !isOwned(request)).map(({ connectionId }) => connectionId);
    const found = unknown.length === 0 ? [] : await this.db.run(findEnterprises, [[...new Set(unknown)]]);
    const enterprises = new Map(found.map(({ id, enterpriseId }) => [id, enterpriseId]));
    return requests.flatMap(request => {
      if (isOwned(request)) return [request];
      const enterpriseId = enterprises.get(request.connectionId);
      return enterpriseId === undefined ? [] : [{ ...request, enterpriseId }];
    });
  }
}

function isOwned(request: PackedRequest): request is OwnedRequest {
  return request.enterpriseId !== null;
}

function ofConnection({ enterpriseId, connectionId }: ConnectionKey): RawBuilder<unknown> {
  return sql`enterprise_id = ${enterpriseId} and connection_id = ${connectionId}`;
}

function conditionsOf(filter: ScimRequestFilter): RawBuilder<unknown>[] {
  const { statusClass, method, resourceId, intentKind, subject, from, to } = filter;
  return [
    ...(statusClass === undefined ? [] : [sql`status between ${statusClass * 100} and ${statusClass * 100 + 99}`]),
    // What the index on failures is for.
    ...(statusClass !== undefined && statusClass >= 4 ? [sql`status >= 400`] : []),
    ...(method === undefined ? [] : [sql`method = ${method}`]),
    ...(resourceId === undefined ? [] : [touches(resourceId)]),
    ...(intentKind === undefined ? [] : [sql`intent_kind = ${intentKind}`]),
    ...(subject === undefined ? [] : [sql`strpos(lower(intent_subject), lower(${subject})) > 0`]),
    ...(from === undefined ? [] : [sql`at >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [sql`at < ${to}::timestamptz`]),
  ];
}

function touches(resourceId: string): RawBuilder<unknown> {
  const among = JSON.stringify([{ id: resourceId }]);
  return sql`(resource_id = ${resourceId} or (operations is not null and operations @> ${among}::jsonb))`;
}
