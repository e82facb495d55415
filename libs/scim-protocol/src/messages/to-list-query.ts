import { parseFilter } from '../filter/parse-filter.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { ListLimits, ListQuery } from './list-query.js';
import { toAttributePath, toProjection } from './parse-projection.js';

/** The parts of a query before any of them is read. */
export interface RawListQuery {
  readonly filter: string | undefined;
  readonly attributes: readonly string[] | undefined;
  readonly excludedAttributes: readonly string[] | undefined;
  readonly startIndex: number | undefined;
  readonly count: number | undefined;
  readonly cursor: string | undefined;
  readonly sortBy: string | undefined;
  readonly sortOrder: string | undefined;
}

/** Gives a query with defaults and limits applied (RFC 7644 §3.4.2). */
export function toListQuery(
  raw: RawListQuery,
  limits: ListLimits,
  tolerances?: Pick<Tolerances, 'unquotedIds'>,
): ListQuery {
  const { filter, startIndex = 1, count = limits.defaultCount } = raw;
  return {
    ...toCursor(raw),
    ...(filter !== undefined && { filter: parseFilter(filter, tolerances) }),
    // RFC 7644 §3.4.2.4: "A value less than 1 SHALL be interpreted as 1", "A negative value SHALL be interpreted as 0".
    startIndex: Math.min(Math.max(startIndex, 1), Number.MAX_SAFE_INTEGER),
    count: Math.min(Math.max(count, 0), limits.maxResults),
    ...toProjection(raw.attributes, raw.excludedAttributes),
    ...toSort(raw),
  };
}

// RFC 3986 §2.3 unreserved characters, the only ones in a cursor (RFC 9865 §2).
const CURSOR = /^[\w.~-]{0,2048}$/;

function toCursor({ cursor, startIndex, count }: RawListQuery): Pick<ListQuery, 'cursor' | 'requestedCount'> {
  if (cursor === undefined) return {};
  if (!CURSOR.test(cursor)) throw ScimError.invalidCursor('The cursor is not one of this service provider.');
  // RFC 9865 §2.4: startIndex and cursor each ask for one method of paging, so both ask for a contradiction.
  if (startIndex !== undefined) throw ScimError.invalidValue('"cursor" and "startIndex" exclude each other.');
  return { cursor, ...(count !== undefined && { requestedCount: count }) };
}

function toSort({ sortBy, sortOrder }: RawListQuery): Pick<ListQuery, 'sortBy' | 'sortOrder'> {
  const order = sortOrder?.toLowerCase() ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') {
    throw ScimError.invalidValue('"sortOrder" must be "ascending" or "descending".');
  }
  return sortBy === undefined ? {} : { sortBy: toAttributePath('sortBy', sortBy), sortOrder: order };
}
