import fc, { type Arbitrary } from 'fast-check';
import { type FuzzRequest, SCIM_JSON } from './case-kind.ts';
import { groupId, userId } from './placeholders.ts';
import { anyLetterCase, editedText, percentEncode, text } from './text.ts';

const segment = fc.oneof(
  { weight: 6, arbitrary: anyLetterCase(fc.constantFrom('Users', 'Groups', 'Schemas', 'ResourceTypes', 'Bulk', 'Me')) },
  { weight: 2, arbitrary: fc.constantFrom('ServiceProviderConfig', '.search', 'Entitlements', 'Users.json', 'health') },
  { weight: 3, arbitrary: fc.oneof(userId, groupId) },
  { weight: 2, arbitrary: text.map(percentEncode) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '%',
      '%2',
      '%zz',
      '%ff',
      '%c0%af',
      '%00',
      '%2F',
      '%2e%2e',
      '..',
      '.',
      '',
      ';a=b',
      '*',
      '%25',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('urn:ietf:params:scim:schemas:core:2.0:User', 'User', 'x'.repeat(2000)) },
);

const oddPath: Arbitrary<string> = fc
  .tuple(
    fc.array(segment, { maxLength: 4 }),
    fc.constantFrom('/', '/', '/', '//', '///'),
    fc.constantFrom('', '', '/', '//', '?', '?a', '#a'),
  )
  .map(([segments, separator, end]) => `${separator}${segments.join(separator)}${end}`);

const oddQuery = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: text.map(value => `?${percentEncode(value)}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '?filter=%',
      '?filter=%ff',
      '?filter',
      '?filter[]=a',
      '?filter[a]=b',
      '?&&&',
      '?=',
      '?a=b'.padEnd(3000, '&a=b'),
    ),
  },
);

const method = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'PURGE') },
);

/** Requests to URLs that are damaged, doubled, in another letter case or of nothing; by any method. */
export const oddUrlRequest: Arbitrary<FuzzRequest> = fc
  .tuple(method, fc.oneof({ weight: 3, arbitrary: oddPath }, { weight: 1, arbitrary: editedText(oddPath) }), oddQuery)
  .map(([verb, path, query]) => ({
    method: verb,
    path: urlCharacters(path + query),
    headers: verb === 'GET' ? {} : SCIM_JSON,
    ...(verb !== 'GET' && verb !== 'HEAD' && verb !== 'TRACE' && { body: '{}' }),
  }));

/** RFC 9112 §3.2 has no blanks and nothing but ASCII in a URL, and the HTTP parser refuses them: percent-encoded. */
function urlCharacters(path: string): string {
  const sendable = Array.from(path, character =>
    /[\x21-\x7e]/.test(character) ? character : percentEncode(character),
  );
  return `/${sendable.join('').replace(/^\/(?!\/)/, '')}`;
}

/** Header values as far as HTTP can carry them. */
function headerText(value: string): string {
  return value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').trim();
}

const headerValue = fc.oneof(
  { weight: 3, arbitrary: text.map(headerText) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(4000)) },
);
const entityTag = fc.oneof(fc.constantFrom('W/"1"', '"1"', '*', 'W/"1", W/"2"', '"', 'W/', ', ,'), headerValue);

const oddHeader: Arbitrary<readonly [string, string]> = fc.oneof(
  fc.tuple(
    fc.constantFrom('If-Match', 'If-None-Match', 'If-Modified-Since', 'If-Unmodified-Since', 'If-Range'),
    entityTag,
  ),
  fc.tuple(
    fc.constant('Accept'),
    fc.oneof(
      fc.constantFrom('application/scim+json', 'application/json', '*/*', 'text/html', 'a/b;q=x', ''),
      headerValue,
    ),
  ),
  fc.tuple(
    fc.constant('Authorization'),
    fc.oneof(
      fc.constantFrom(
        '',
        'Bearer',
        'Bearer ',
        'Basic YTpi',
        'bearer x',
        `Bearer ptn_scim_${'0'.repeat(64)}`,
        'ptn_scim_0',
      ),
      headerValue,
    ),
  ),
  fc.tuple(
    fc.constantFrom(
      'X-Request-Id',
      'X-HTTP-Method-Override',
      'X-Forwarded-For',
      'X-Forwarded-Host',
      'X-Forwarded-Proto',
      'Accept-Encoding',
      'Accept-Charset',
      'Accept-Language',
      'Cookie',
      'Range',
      'Origin',
      'Referer',
      'User-Agent',
      'Prefer',
      'Traceparent',
    ),
    headerValue,
  ),
  fc.tuple(fc.constant('Access-Control-Request-Method'), fc.constantFrom('PATCH', 'DELETE')),
);

const ordinary: Arbitrary<FuzzRequest> = fc.oneof(
  fc.constantFrom<FuzzRequest>(
    { method: 'GET', path: '/Users?count=2', headers: {} },
    { method: 'GET', path: '/ServiceProviderConfig', headers: {} },
    { method: 'GET', path: '/Schemas', headers: {} },
    { method: 'OPTIONS', path: '/Users', headers: {} },
    { method: 'HEAD', path: '/Users', headers: {} },
  ),
  userId.map(id => ({ method: 'GET', path: `/Users/${id}`, headers: {} })),
  groupId.map(id => ({ method: 'GET', path: `/Groups/${id}`, headers: {} })),
  userId.map(id => ({
    method: 'PATCH',
    path: `/Users/${id}`,
    headers: SCIM_JSON,
    body: '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"x"}]}',
  })),
);

/** Ordinary requests with headers that are not. */
export const oddHeaderRequest: Arbitrary<FuzzRequest> = fc
  .tuple(ordinary, fc.array(oddHeader, { minLength: 1, maxLength: 4 }))
  .map(([request, headers]) => ({ ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } }));
