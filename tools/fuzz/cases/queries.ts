import fc, { type Arbitrary } from 'fast-check';
import { SEARCH_REQUEST_URN } from '#libs/scim-protocol';
import { attributePath } from './attribute-paths.ts';
import { type FuzzRequest, withJson } from './case-kind.ts';
import { groupFilter, userFilter } from './filters.ts';
import { type Json, mutatedJson } from './json-values.ts';
import { cursor, groupId, userId } from './placeholders.ts';
import { anyLetterCase, percentEncode, text } from './text.ts';

const number: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '1', '2', '10', '100', '200', '201', '-1') },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.constantFrom('', '1.5', '1e3', '9'.repeat(30), 'NaN', 'one', '0x10', '٣', '+1') },
);

const attributeList: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.array(attributePath, { minLength: 1, maxLength: 5 }).map(paths => paths.join(',')) },
  { weight: 1, arbitrary: attributePath },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ',', ' , ', 'userName, name', '*', 'all', 'id'.concat(',id'.repeat(500))),
  },
);

const sortOrder = fc.oneof(anyLetterCase(fc.constantFrom('ascending', 'descending')), text);

/** A query parameter and what it may be; the name is read in any letter case. */
const parameter: Arbitrary<string> = fc
  .oneof(
    pair('filter', fc.oneof(userFilter, groupFilter), 3),
    pair('startIndex', number, 2),
    pair('count', number, 2),
    pair('sortBy', attributePath, 2),
    pair('sortOrder', sortOrder, 1),
    pair('attributes', attributeList, 2),
    pair('excludedAttributes', attributeList, 2),
    pair('cursor', fc.oneof(cursor, text), 1),
    pair('aadOptscim062020', fc.constant(''), 1),
  )
  .map(([name, value]) => `${name}=${value}`);

function pair(name: string, values: Arbitrary<string>, weight: number) {
  const encoded = fc
    .tuple(values, fc.boolean())
    .map(([value, plus]) => (plus ? percentEncode(value).replaceAll('%20', '+') : percentEncode(value)));
  return { weight, arbitrary: fc.tuple(anyLetterCase(fc.constant(name)), encoded) };
}

const query: Arbitrary<string> = fc.array(parameter, { maxLength: 5 }).map(parameters => parameters.join('&'));

const listEndpoint = fc.oneof(
  { weight: 8, arbitrary: fc.constant('/Users') },
  { weight: 4, arbitrary: fc.constant('/Groups') },
  { weight: 1, arbitrary: fc.constantFrom('', '/', '/Schemas', '/ResourceTypes', '/ServiceProviderConfig') },
);

/** `GET /Users?filter=…` with nothing but a filter and, perhaps, a page. */
export const filterRequest: Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(fc.constant('/Users'), userFilter) },
      { weight: 4, arbitrary: fc.tuple(fc.constant('/Groups'), groupFilter) },
      { weight: 1, arbitrary: fc.tuple(listEndpoint, fc.oneof(userFilter, groupFilter)) },
    ),
    fc.constantFrom('', '&count=5', '&startIndex=1&count=100', '&count=0'),
  )
  .map(([[path, condition], rest]) => get(`${path}?filter=${percentEncode(condition)}${rest}`));

/** A list, or one resource, with any query parameters. */
export const queryRequest: Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: listEndpoint },
      { weight: 1, arbitrary: userId.map(id => `/Users/${id}`) },
      { weight: 1, arbitrary: groupId.map(id => `/Groups/${id}`) },
    ),
    query,
  )
  .map(([path, parameters]) => get(`${path}?${parameters}`));

/** A cursor of the service, whole or tampered with, in a query that may differ from the one it was given out for. */
export const cursorRequest: Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.constantFrom('/Users', '/Users', '/Groups'),
    fc.oneof(
      { weight: 5, arbitrary: cursor },
      { weight: 1, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: text.map(percentEncode) },
      { weight: 1, arbitrary: fc.base64String({ maxLength: 200 }).map(percentEncode) },
    ),
    fc.constantFrom('', '&count=3', '&count=5&filter=active%20eq%20true', '&sortBy=userName', '&startIndex=3&count=2'),
  )
  .map(([path, position, rest]) => get(`${path}?cursor=${position}${rest}`));

const searchBody: Arbitrary<Json> = fc.record(
  {
    schemas: fc.constant([SEARCH_REQUEST_URN]),
    filter: fc.oneof(userFilter, groupFilter),
    startIndex: fc.oneof(fc.integer({ min: -2, max: 60 }), fc.constantFrom(1.5, 1e308, 2 ** 53)),
    count: fc.oneof(fc.integer({ min: -2, max: 300 }), fc.constantFrom(1.5, 1e308)),
    sortBy: attributePath,
    sortOrder,
    attributes: fc.array(attributePath, { maxLength: 5 }),
    excludedAttributes: fc.array(attributePath, { maxLength: 5 }),
    cursor: fc.oneof(cursor, text),
  },
  { requiredKeys: ['schemas'] },
);

/** `POST /.search`, at the root and below each endpoint (RFC 7644 §3.4.3). */
export const searchRequest: Arbitrary<FuzzRequest> = fc
  .tuple(fc.constantFrom('/Users/.search', '/Users/.search', '/Groups/.search', '/.search'), mutatedJson(searchBody))
  .map(([path, body]) => withJson('POST', path, body));

export function get(path: string): FuzzRequest {
  return { method: 'GET', path, headers: {} };
}
