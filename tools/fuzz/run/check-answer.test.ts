import { describe, expect, it } from 'vitest';
import { findProblems } from './check-answer.ts';
import type { Answer } from './http-client.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const error = (status: number, more: object = {}) => ({
  schemas: [ERROR],
  status: String(status),
  detail: 'No.',
  ...more,
});
const list = (more: object = {}) => ({
  schemas: [LIST],
  totalResults: 1,
  startIndex: 1,
  itemsPerPage: 1,
  Resources: [{ schemas: [USER], id: 'a' }],
  ...more,
});
const bulk = (...operations: object[]) => ({ schemas: [BULK], Operations: operations });

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly accept?: string;
}

function problems(status: number, body: unknown, more: Partial<Answer> & Sent = {}) {
  const { method = 'GET', path = '/Users', accept, headers, ...rest } = more;
  return findProblems({
    sent: { method, url: `http://127.0.0.1/scim/x/v2${path}`, headers: accept === undefined ? {} : { Accept: accept } },
    answer: {
      status,
      headers: { 'content-type': 'application/scim+json; charset=utf-8', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      milliseconds: 1,
      ...rest,
    },
  });
}

describe('findProblems', () => {
  it.each([
    ['a resource', 200, { schemas: [USER], id: 'a' }, { path: '/Users/a' }],
    ['a list', 200, list(), {}],
    ['an empty page', 200, list({ totalResults: 9, itemsPerPage: 0, Resources: [] }), {}],
    ['a list without startIndex, as with a cursor (RFC 9865)', 200, list({ startIndex: undefined }), {}],
    ['an error', 400, error(400, { scimType: 'invalidFilter' }), {}],
    ['204', 204, '', { method: 'DELETE', path: '/Users/a', headers: { 'content-type': undefined } }],
    ['HEAD', 404, '', { method: 'HEAD' }],
    ['/Me', 501, error(501), { path: '/ME?a=b' }],
    ['429', 429, error(429), { headers: { 'retry-after': '3' } }],
    ['bulk', 200, bulk({ method: 'POST', status: '201' }, { method: 'PUT', status: '404', response: error(404) }), {}],
    ['/Me in bulk', 200, bulk({ method: 'PUT', status: '501', response: error(501) }), {}],
    [
      'the media type asked for',
      200,
      list(),
      { accept: 'application/json', headers: { 'content-type': 'application/json; charset=utf-8' } },
    ],
    ['a URL too long to be read', 431, '', { path: `/Users?filter=${'('.repeat(130_000)}`, headers: {} }],
  ])('has nothing against %s', (_, status, body, more) => {
    expect(problems(status, body, more)).toEqual([]);
  });

  it.each([
    ['no answer', 0, '', { failure: 'socket hang up' }],
    ['a failure', 500, error(500), {}],
    ['501 of anything but /Me', 501, error(501), { path: '/Users/me.txt' }],
    ['another media type', 200, list(), { headers: { 'content-type': 'application/json' } }],
    ['an error that is no JSON', 400, '<html>', {}],
    ['an empty error', 404, '', {}],
    ['an error of another schema', 404, { ...error(404), schemas: [LIST] }, {}],
    ['a status that is a number', 404, { ...error(404), status: 404 }, {}],
    ['another status in the body', 404, error(400), {}],
    ['an error without detail', 404, error(404, { detail: ' ' }), {}],
    ['an odd scimType', 400, error(400, { scimType: null }), {}],
    ['401 without a challenge', 401, error(401), {}],
    ['405 without Allow', 405, error(405), {}],
    ['a date in Retry-After', 429, error(429), { headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' } }],
    ['a body with 204', 204, '{}', {}],
    ['a body with HEAD', 200, '{}', { method: 'HEAD' }],
    ['a document without schemas', 200, {}, {}],
    ['an error that says success', 200, error(200), {}],
    ['a list that is none', 200, { schemas: [USER] }, { path: '/Users?count=1' }],
    ['a resource without id', 200, { schemas: [USER] }, { path: '/Users/a' }],
    ['totalResults that is text', 200, list({ totalResults: '1' }), {}],
    ['more resources than there are', 200, list({ totalResults: 0 }), {}],
    ['a wrong itemsPerPage', 200, list({ itemsPerPage: 2 }), {}],
    ['a wrong startIndex', 200, list({ startIndex: 0 }), {}],
    ['resources that are none', 200, list({ Resources: [null] }), {}],
    ['Resources that are no list', 200, list({ Resources: {} }), {}],
    ['bulk without operations', 200, { schemas: [BULK] }, {}],
    ['a bulk operation without status', 200, bulk({ method: 'POST' }), {}],
    ['a bulk operation that failed within', 200, bulk({ method: 'POST', status: '500', response: error(500) }), {}],
    ['a bulk error without its document', 200, bulk({ method: 'POST', status: '400' }), {}],
  ])('finds %s', (_, status, body, more) => {
    expect(problems(status, body, more)).toHaveLength(1);
  });
});
