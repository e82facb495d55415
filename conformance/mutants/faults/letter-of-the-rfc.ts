import { exchange, type Fault, story } from '../fault.ts';
import { onAnswer, onBody, onRequest } from '../wire/handles.ts';
import { without } from '../wire/json.ts';
import type { WireAnswer, WireRequest } from '../wire/message.ts';
import { isList, on, withParameter } from '../wire/requests.ts';

const isBulk = ({ path }: WireRequest) => path.endsWith('/Bulk');
const all = () => true;

/** What identity providers seldom use, and strict clients do. */
export const rfcFaults: readonly Fault[] = [
  {
    name: 'sort-ignored',
    bug: 'sortBy is not looked at, although ServiceProviderConfig promises it.',
    source: 'RFC 7644 §3.4.2.3',
    caughtBy: [exchange('rfc7644', '65b-sort-descending', /Resources/)],
    plant: () => onRequest(isList, request => withParameter(request, 'sortBy', undefined)),
  },
  {
    name: 'attributes-ignored',
    bug: '"attributes" is not looked at: everything is answered.',
    source: 'RFC 7644 §3.9',
    caughtBy: [exchange('rfc7644', '43-read-attributes', /body/)],
    plant: () => onRequest(on('Users', 'GET'), request => withParameter(request, 'attributes', undefined)),
  },
  {
    name: 'etag-missing',
    bug: 'There is no ETag, although ServiceProviderConfig promises it.',
    source: 'RFC 7644 §3.14',
    caughtBy: [exchange('rfc7644', '55-etag', /ETag/i)],
    plant: () => onAnswer(answer => ({ ...answer, headers: withoutHeader(answer, 'etag') })),
  },
  {
    name: 'if-none-match-ignored',
    bug: 'If-None-Match is not looked at: what has not changed is sent again.',
    source: 'RFC 7644 §3.14',
    caughtBy: [exchange('rfc7644', '56-if-none-match', /status is 200/)],
    plant: () => onRequest(all, request => ({ ...request, headers: withoutHeader(request, 'if-none-match') })),
  },
  {
    name: 'malformed-json-breaks',
    bug: 'A body that is no JSON is answered with 500.',
    source: 'RFC 7644 §3.12: 400 invalidSyntax',
    caughtBy: [exchange('rfc7644', '32-malformed-json', /status is 500/)],
    plant: () =>
      onAnswer((answer, request) =>
        answer.status === 400 && !isJson(request.body) ? { ...answer, status: 500 } : answer,
      ),
  },
  {
    name: 'bulk-fail-on-errors-ignored',
    bug: 'Bulk goes on after a failure, although it was to stop.',
    source: 'RFC 7644 §3.7.3',
    caughtBy: [
      exchange('rfc7644', '97-bulk-fail-on-errors', /Operations/),
      story('rfc7644', '14-bulk-stops', 'The person is still there', /status is 404/),
    ],
    plant: () => onBody(isBulk, body => without(body, key => key === 'failOnErrors')),
  },
];

function withoutHeader({ headers }: WireRequest | WireAnswer, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
