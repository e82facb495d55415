import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { ListLimits, ListQuery } from './list-query.js';
import { readParameter } from './read-parameter.js';
import { toListQuery } from './to-list-query.js';

const INTEGER = /^[+-]?\d+$/;

/**
 * Gives the query in the parameters of a list request (RFC 7644 §3.4.2).
 *
 * Names in any letter case; unknown parameters are ignored; `startIndex` below 1 is 1, a negative `count` is 0, a `count`
 * above `limits.maxResults` is that.
 *
 * With `cursor`, even an empty one, the paging is by cursor (RFC 9865 §2), and `startIndex` must not be there.
 *
 * @throws ScimError `invalidFilter`; `invalidCursor` when the cursor cannot be one, `invalidCount` for a `count` beside it; `invalidValue` when a parameter is repeated, a number is not one, an attribute name
 * cannot be one, or both `attributes` and `excludedAttributes` are given
 */
export function parseListQuery(
  query: Readonly<Record<string, unknown>>,
  limits: ListLimits,
  tolerances?: Pick<Tolerances, 'unquotedIds'>,
): ListQuery {
  return toListQuery(
    {
      filter: readParameter(query, 'filter'),
      attributes: readParameter(query, 'attributes')?.split(','),
      excludedAttributes: readParameter(query, 'excludedAttributes')?.split(','),
      startIndex: readInteger(query, 'startIndex'),
      count: readCount(query),
      cursor: readParameter(query, 'cursor'),
      sortBy: readParameter(query, 'sortBy'),
      sortOrder: readParameter(query, 'sortOrder'),
    },
    limits,
    tolerances,
  );
}

function readCount(query: Readonly<Record<string, unknown>>): number | undefined {
  const byCursor = readParameter(query, 'cursor') !== undefined;
  return readInteger(query, 'count', byCursor ? ScimError.invalidCount : ScimError.invalidValue);
}

function readInteger(
  query: Readonly<Record<string, unknown>>,
  name: string,
  problem: (detail: string) => ScimError = ScimError.invalidValue,
): number | undefined {
  const text = readParameter(query, name);
  if (text === undefined) return undefined;
  if (INTEGER.test(text)) return Number(text);
  throw problem(`The parameter "${name}" must be an integer.`);
}
