import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** How many resources a closed segment begins with. */
const SEGMENT_SIZE = 250;

/** From so many uncounted resources on it is worth closing segments. */
const WORTH_CLOSING = 2 * SEGMENT_SIZE;

type Counted = 'User' | 'Group';

/** The uncounted tail begins behind the last segment. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const PRESENT: Record<Counted, string> = {
  User: "directory_users r where r.enterprise_id = $1 and r.connection_id = $2 and r.state = 'present'",
  Group: 'directory_groups r where r.enterprise_id = $1 and r.connection_id = $2',
};

/** Where an unfiltered list begins to read, and how many resources there are in all. */
export interface Place {
  /** Resources above this id are read… */
  readonly afterId: string;
  /** …and so many of them are passed over. */
  readonly skip: number;
  readonly totalResults: number;
  /** Whether so many resources stand behind the last segment that `close` pays. */
  readonly worthClosing: boolean;
}

/**
 * A statement that counts a resource in or out of its segment; `$1` and `$2` are the connection. A resource in no segment
 * is counted when it is read.
 */
export function countPresence(resourceType: Counted, id: string, change: 1 | -1): string {
  return `update directory_segments s set resources = s.resources + ${change}
    where s.enterprise_id = $1 and s.connection_id = $2 and s.resource_type = '${resourceType}'
      and s.until_id = (
        select c.until_id from directory_segments c
        where c.enterprise_id = $1 and c.connection_id = $2 and c.resource_type = '${resourceType}' and c.until_id >= ${id}
        order by c.until_id limit 1
      )`;
}

/** Of a tail that is worth closing, no more is counted than shows it: the limit keeps PostgreSQL to the index. */
const locateIn = (resourceType: Counted) =>
  statement<{ after_id: string; before: string; counted: string; uncounted: string }>(
    `segments.locate-${resourceType}`,
    `with closed as materialized (
       select s.until_id,
         lag(s.until_id, 1, '${FIRST_ID}') over (order by s.until_id) as after_id,
         sum(s.resources) over (order by s.until_id) as through,
         s.resources
       from directory_segments s
       where s.enterprise_id = $1 and s.connection_id = $2 and s.resource_type = '${resourceType}'
     ), last as materialized (
       select until_id, through from closed
       union all select '${FIRST_ID}'::uuid, 0
       order by until_id desc limit 1
     ), tail as materialized (
       select r.id from ${PRESENT[resourceType]} and r.id > (select until_id from last) order by r.id limit ${WORTH_CLOSING}
     ), place as materialized (
       select after_id, through - resources as before, through from closed where through >= $3
       union all select until_id, through, null from last
       order by through nulls last limit 1
     )
     select place.after_id, place.before, last.through as counted, (select count(*) from tail) as uncounted
     from place, last`,
  );

const countTailIn = (resourceType: Counted) =>
  statement<{ uncounted: string }>(
    `segments.count-tail-${resourceType}`,
    `select count(*) as uncounted from ${PRESENT[resourceType]} and r.id > coalesce((
       select s.until_id from directory_segments s
       where s.enterprise_id = $1 and s.connection_id = $2 and s.resource_type = '${resourceType}'
       order by s.until_id desc limit 1
     ), '${FIRST_ID}')`,
  );

const closeIn = (resourceType: Counted) =>
  statement(
    `segments.close-${resourceType}`,
    `insert into directory_segments (enterprise_id, connection_id, resource_type, until_id, resources)
     select $1, $2, '${resourceType}', (array_agg(id order by id desc))[1], count(*)
     from (
       select r.id, (row_number() over (order by r.id) - 1) / ${SEGMENT_SIZE} as segment
       from ${PRESENT[resourceType]} and r.id > coalesce((
         select s.until_id from directory_segments s
         where s.enterprise_id = $1 and s.connection_id = $2 and s.resource_type = '${resourceType}'
         order by s.until_id desc limit 1
       ), '${FIRST_ID}')
     ) tail
     group by segment
     having count(*) = ${SEGMENT_SIZE}`,
  );

const locate = { User: locateIn('User'), Group: locateIn('Group') };
const countTail = { User: countTailIn('User'), Group: countTailIn('Group') };
const close = { User: closeIn('User'), Group: closeIn('Group') };

/**
 * Counts of a connection's resources by ranges of their ids, so that totals are exact and the last page of a list costs
 * what the first does (ADR 0010).
 */
export class DirectorySegmentsRepository {
  constructor(private readonly db: Executor) {}

  /** Where the page that begins at a 1-based index is found. */
  async locate(connection: ConnectionKey, resourceType: Counted, startIndex: number): Promise<Place> {
    const [row] = await this.db.run(locate[resourceType], [...keyValues(connection), startIndex]);
    if (!row) throw new Error('The place of a page was not found.');
    const worthClosing = Number(row.uncounted) === WORTH_CLOSING;
    const uncounted = worthClosing ? await this.countTail(connection, resourceType) : Number(row.uncounted);
    return {
      afterId: row.after_id,
      skip: startIndex - 1 - Number(row.before),
      totalResults: Number(row.counted) + uncounted,
      worthClosing,
    };
  }

  private async countTail(connection: ConnectionKey, resourceType: Counted): Promise<number> {
    const [row] = await this.db.run(countTail[resourceType], keyValues(connection));
    return Number(row?.uncounted);
  }

  /** Closes every segment that is full. Nobody else may write to the directory meanwhile (`withConnectionAlone`). */
  async close(connection: ConnectionKey, resourceType: Counted): Promise<void> {
    await this.db.run(close[resourceType], keyValues(connection));
  }
}
