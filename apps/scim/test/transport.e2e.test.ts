import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, runningScim, type TestConnection } from './builders.js';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

describe('tolerated', () => {
  it.each([
    ['duplicate slashes', '//Users'],
    ['many slashes', '////Users//'],
    ['one trailing slash', '/Users/'],
    ['any letter case of the resource name', '/users'],
    ['Entra ID’s flag in the query', '/Users?aadOptscim062020'],
    ['an unknown query parameter', '/Users?foo=bar&startIndex=1'],
    ['letter case of a parameter name', '/Users?startindex=1&COUNT=1'],
    ['the suffix for the format (RFC 7644 §3.8)', '/Users.scim?startIndex=1'],
  ])('%s', async (_, path) => {
    const connection = await aConnection();
    const { body } = await connection.send('get', path).expect(200);
    expect(body).toMatchObject({ totalResults: 0, Resources: [] });
  });

  it.each([
    'application/scim+json',
    'application/scim+json; charset=utf-8',
    'application/json',
    'text/json',
    'application/vnd.api+json',
    undefined,
  ])('a body whose Content-Type is %s', async contentType => {
    const connection = await aConnection();
    const user = aUser();
    const answer = await raw(
      connection,
      'POST',
      '/Users',
      contentType === undefined ? {} : { 'content-type': contentType },
      JSON.stringify(user),
    );
    expect(answer).toMatchObject({ status: 201, body: { userName: user.userName } });
  });

  it('a body in UTF-16, when its Content-Type says so', async () => {
    const user = aUser();
    const headers = { 'content-type': 'application/scim+json; charset=utf-16le' };
    const body = Buffer.from(JSON.stringify(user), 'utf16le');
    expect(await raw(await aConnection(), 'POST', '/Users', headers, body)).toMatchObject({
      status: 201,
      body: { userName: user.userName },
    });
  });

  it.each([
    [undefined, 'application/scim+json'],
    ['*/*', 'application/scim+json'],
    ['application/scim+json', 'application/scim+json'],
    ['application/json, application/scim+json;q=0.5', 'application/scim+json'],
    ['application/*', 'application/scim+json'],
    ['application/json', 'application/json'],
    ['application/json;q=0.1, text/html', 'application/json'],
    ['text/html', 'application/scim+json'],
    ['nothing at all', 'application/scim+json'],
  ])('Accept: %s is answered as %s, errors too (RFC 7644 §3.8)', async (accept, mediaType) => {
    const connection = await aConnection();
    const headers = accept === undefined ? {} : { accept };
    for (const [path, status] of [
      ['/Users', 200],
      ['/Users/1', 404],
      ['/nothing', 404],
    ] as const) {
      const answer = await raw(connection, 'GET', path, headers);
      expect([answer.status, answer.headers['content-type']]).toEqual([status, `${mediaType}; charset=utf-8`]);
    }
  });

  it('the suffix for the format, on one resource; another suffix is part of the id', async () => {
    const connection = await aConnection();
    const { body: user } = await connection.send('post', '/Users', aUser()).expect(201);
    const { body } = await connection.send('get', `/Users/${user.id}.scim`).expect(200);
    expect(body).toEqual(user);
    await connection.send('get', `/Users/${user.id}.scim.scim`).expect(404);
    await connection.send('get', '/Users?filter=title%20eq%20%22x.scim%22').expect(200);
  });

  it('no Accept, no User-Agent, no Content-Type: Entra ID’s bare GET', async () => {
    expect(await raw(await aConnection(), 'GET', '/Users', {})).toMatchObject({ status: 200 });
  });

  it('an empty body with a JSON Content-Type: Okta’s DELETE', async () => {
    const connection = await aConnection();
    const { body } = await connection.send('post', '/Users', aUser()).expect(201);
    const answer = await raw(connection, 'DELETE', `/Users/${body.id}`, {
      'content-type': 'application/scim+json; charset=utf-8',
    });
    expect(answer).toEqual({
      status: 204,
      body: undefined,
      headers: expect.not.objectContaining({ 'content-type': expect.stringContaining('html') }),
    });
  });

  it('HEAD is answered like GET, without a body', async () => {
    expect(await raw(await aConnection(), 'HEAD', '/Users', {})).toMatchObject({ status: 200, body: undefined });
  });
});

describe('every error is a SCIM error document', () => {
  const withUser = JSON.stringify(aUser());
  it.each<[string, number, string | undefined, string, string, Record<string, string>, string | Buffer | undefined]>([
    ['a body that is no JSON', 400, 'invalidSyntax', 'POST', '/Users', {}, '{"userName":'],
    ['a body that is a JSON string', 400, 'invalidSyntax', 'POST', '/Users', {}, '"Ava"'],
    ['a body that is a JSON array', 400, 'invalidSyntax', 'POST', '/Users', {}, '[]'],
    [
      'no body where one is needed',
      400,
      'invalidSyntax',
      'POST',
      '/Users',
      { 'content-type': 'application/scim+json' },
      undefined,
    ],
    ['a lone surrogate', 400, 'invalidValue', 'POST', '/Users', {}, withUser.replace('Ava', '\\ud800')],
    ['a lone surrogate in a name', 400, 'invalidSyntax', 'POST', '/Users', {}, '{"\\ud800":1}'],
    [
      'bytes that are no UTF-8',
      400,
      'invalidSyntax',
      'POST',
      '/Users',
      {},
      Buffer.from(withUser.replace('Ava', 'Zo\u00eb'), 'latin1'),
    ],
    ['a body that nests too deeply', 400, 'invalidSyntax', 'POST', '/Users', {}, '{"name":'.repeat(100_000)],
    [
      'one attribute twice, in two letter cases',
      400,
      'invalidSyntax',
      'POST',
      '/Users',
      {},
      JSON.stringify({ ...aUser(), ACTIVE: false }),
    ],
    [
      'one sub-attribute of a PATCH twice',
      400,
      'invalidSyntax',
      'PATCH',
      '/Users/00000000-0000-4000-8000-000000000000',
      {},
      JSON.stringify(aPatch({ op: 'add', value: { name: { givenName: 'Ava', GIVENNAME: 'Ben' } } })),
    ],
    ['OPTIONS', 405, undefined, 'OPTIONS', '/Users', {}, undefined],
    ['a method of WebDAV', 405, undefined, 'PROPFIND', '/Users', {}, undefined],
    ['a URL that cannot be decoded', 400, 'invalidSyntax', 'GET', '/Users/%E0%A4%A', {}, undefined],
    ['a filter that is not one', 400, 'invalidFilter', 'GET', '/Users?filter=userName', {}, undefined],
    ['a count that is no number', 400, 'invalidValue', 'GET', '/Users?count=ten', {}, undefined],
    ['a filter on discovery (RFC 7644 §4)', 403, undefined, 'GET', '/Schemas?filter=id%20pr', {}, undefined],
    ['an unknown endpoint', 404, undefined, 'GET', '/Devices', {}, undefined],
    ['an endpoint below an unknown one', 404, undefined, 'POST', '/Users/1/Groups', {}, withUser],
    ['an unknown user', 404, undefined, 'GET', '/Users/00000000-0000-4000-8000-000000000000', {}, undefined],
    ['an id that is none of ours', 404, undefined, 'GET', '/Users/00919288221112222', {}, undefined],
    ['an unknown schema', 404, undefined, 'GET', '/Schemas/urn:example', {}, undefined],
    ['a wrong method on /Users', 405, undefined, 'PUT', '/Users', {}, withUser],
    ['a wrong method on a user', 405, undefined, 'POST', '/Users/00000000-0000-4000-8000-000000000000', {}, withUser],
    ['a wrong method on discovery', 405, undefined, 'POST', '/Schemas', {}, '{}'],
    [
      'too large a body',
      413,
      undefined,
      'POST',
      '/Users',
      {},
      JSON.stringify({ ...aUser(), title: 'x'.repeat(1_100_000) }),
    ],
    [
      'too many PATCH operations',
      413,
      undefined,
      'PATCH',
      '/Users/00000000-0000-4000-8000-000000000000',
      {},
      JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: Array.from({ length: 1001 }, () => ({ op: 'replace', path: 'title', value: 'x' })),
      }),
    ],
    [
      'a form',
      415,
      undefined,
      'POST',
      '/Users',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'userName=ava',
    ],
    ['XML', 415, undefined, 'POST', '/Users', { 'content-type': 'application/xml' }, '<User/>'],
    [
      'a charset nobody knows',
      415,
      undefined,
      'POST',
      '/Users',
      { 'content-type': 'application/scim+json; charset=klingon' },
      withUser,
    ],
    [
      'a body that is not compressed as it says',
      400,
      'invalidSyntax',
      'POST',
      '/Users',
      { 'content-encoding': 'gzip' },
      withUser,
    ],
    ['an unknown compression', 415, undefined, 'POST', '/Users', { 'content-encoding': 'zstd+x' }, withUser],
    ['/Me', 501, undefined, 'GET', '/Me', {}, undefined],
  ])('%s: %i', async (what, status, scimType, method, path, headers, sent) => {
    const answer = await raw(await aConnection(), method, path, headers, sent);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/scim\+json/);
    expect(answer.body).toEqual({
      schemas: [ERROR],
      status: String(status),
      detail: expect.stringMatching(/.{20}/),
      ...(scimType && { scimType }),
    });
    if (what.startsWith('a body that is no JSON'))
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('JSON object') });
    if (what.startsWith('one attribute'))
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('"ACTIVE"') });
    if (what.startsWith('one sub-'))
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('"GIVENNAME"') });
    if (what.startsWith('a body that nests'))
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('64 levels') });
    if (what.startsWith('bytes')) expect(answer.body).toMatchObject({ detail: expect.stringContaining('UTF-8') });
    if (what.startsWith('a body that is not compressed'))
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('Content-Encoding') });
    if (status === 405) expect(answer.headers['allow']).toContain('GET');
  });

  it('a path outside every connection: 404 that tells where SCIM is', async () => {
    const { origin } = await runningScim();
    const answer = await fetch(`${origin}/scim/v2/Users`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ schemas: [ERROR], detail: expect.stringContaining('/v2') });
  });
});

it('health needs no token and tells nothing else', async () => {
  const { origin } = await runningScim();
  for (const path of ['/healthz', '/readyz', '/scim/healthz']) {
    const answer = await fetch(origin + path);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  }
});

it('an answer carries the id of its request, the caller’s own when it is a plain one', async () => {
  const connection = await aConnection();
  expect((await connection.send('get', '/Users').set('X-Request-Id', 'trace-17')).headers['x-request-id']).toBe(
    'trace-17',
  );
  expect((await connection.send('get', '/Users').set('X-Request-Id', 'a b<script>')).headers['x-request-id']).toMatch(
    /^[\da-f-]{36}$/,
  );
});

/** A request with exactly these headers and none that a client library adds. */
async function raw(
  connection: TestConnection,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string | Buffer,
) {
  const url = new URL(connection.baseUrl);
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: unknown }>(
    (resolve, reject) => {
      const sent = httpRequest(
        {
          host: url.hostname,
          port: url.port,
          method,
          path: url.pathname + path,
          headers: {
            authorization: `Bearer ${connection.token}`,
            ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
            ...headers,
          },
        },
        answer => {
          let text = '';
          answer.setEncoding('utf8').on('data', (part: string) => (text += part));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode,
              headers: answer.headers,
              body: text === '' ? undefined : JSON.parse(text),
            }),
          );
        },
      );
      sent.on('error', reject).end(body);
    },
  );
}
