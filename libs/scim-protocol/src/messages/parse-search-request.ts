import { readUrns } from '../resource/check-schemas.js';
import { findMember } from '../resource/find-member.js';
import { isObject } from '../resource/is-object.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { ListLimits, ListQuery } from './list-query.js';
import { SEARCH_REQUEST_URN } from './message-urns.js';
import { toListQuery } from './to-list-query.js';

type Body = Readonly<Record<string, unknown>>;

/**
 * Gives the query in the body of a `POST /.search` (RFC 7644 §3.4.3); the same as `parseListQuery` gives for a GET.
 *
 * @throws ScimError `invalidSyntax` when the body is not a SearchRequest; otherwise as `parseListQuery`
 */
export function parseSearchRequest(
  body: unknown,
  limits: ListLimits,
  tolerances?: Pick<Tolerances, 'unquotedIds'>,
): ListQuery {
  if (!isObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object.');
  const expected = SEARCH_REQUEST_URN.toLowerCase();
  if (!readUrns(body).some(urn => urn.toLowerCase() === expected)) {
    throw ScimError.invalidSyntax(`"schemas" of a search must name "${SEARCH_REQUEST_URN}".`);
  }
  const byCursor = (findMember(body, 'cursor') ?? undefined) !== undefined;
  return toListQuery(
    {
      filter: read(body, 'filter', isString, 'a string'),
      attributes: read(body, 'attributes', isStringList, 'a list of strings'),
      excludedAttributes: read(body, 'excludedAttributes', isStringList, 'a list of strings'),
      startIndex: read(body, 'startIndex', isInteger, 'an integer'),
      count: read(body, 'count', isInteger, 'an integer', byCursor ? ScimError.invalidCount : ScimError.invalidValue),
      cursor: read(body, 'cursor', isString, 'a string', ScimError.invalidCursor),
      sortBy: read(body, 'sortBy', isString, 'a string'),
      sortOrder: read(body, 'sortOrder', isString, 'a string'),
    },
    limits,
    tolerances,
  );
}

function read<T>(
  body: Body,
  name: string,
  is: (value: unknown) => value is T,
  what: string,
  problem: (detail: string) => ScimError = ScimError.invalidValue,
): T | undefined {
  const value = findMember(body, name) ?? undefined;
  if (value === undefined || is(value)) return value;
  throw problem(`"${name}" must be ${what}.`);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isString);
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
