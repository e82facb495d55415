import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, ExpectedResponse } from '../profile/exchange.ts';
import { FakeScimServer, type Faults } from '../test/fake-scim-server.ts';
import { anExchange, createExchange, findExchange } from '../test/profiles.ts';
import { problemsOf, run, verdictsOf } from '../test/run.ts';

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

describe('an exchange', () => {
  const exchanges = { '01-create': createExchange, '02-find': findExchange, '03-read': anExchange() };

  it('passes against a server as it should be, and everybody is removed', async () => {
    const result = await run(server, { exchanges });
    expect(problemsOf(result)).toEqual([]);
    expect(result).toMatchObject({ profile: 'example', verdict: 'passed' });
    expect(server.users.size).toBe(0);
  });

  it('is sent with the headers of the profile only, and a report shows no token', async () => {
    const result = await run(server, { exchanges: { '01-create': createExchange } });
    const { rawHeaders } = server.received.find(({ method }) => method === 'POST') ?? { rawHeaders: [] };
    expect(rawHeaders.filter((_, index) => index % 2 === 0)).toEqual([
      'Host',
      'Authorization',
      'Accept',
      'User-Agent',
      'Content-Type',
      'Content-Length',
    ]);
    expect(JSON.stringify(result)).not.toContain(server.token);
  });

  it.each<[string, Exchange['request'], string]>([
    ['another header', { method: 'GET', path: '/Users', headers: { accept: 'text/html' } }, 'text/html'],
    ['no such header', { method: 'GET', path: '/Users', headers: { ACCEPT: null } }, 'undefined'],
  ])('may have %s', async (_, request, accept) => {
    await run(server, { exchanges: { '01-list': anExchange({ given: [], request, response: { status: 200 } }) } });
    const { rawHeaders = [] } = server.received[0] ?? {};
    const index = rawHeaders.findIndex(header => header.toLowerCase() === 'accept');
    expect(String(index < 0 ? undefined : rawHeaders[index + 1])).toBe(accept);
  });

  it.each<[string, Faults, string]>([
    ['a boolean that is text', { textForBooleans: true }, 'body.active is "True"; expected true.'],
    ['what is no JSON', { answersHtml: true }, 'The body is not JSON: "<html>".'],
  ])('fails for %s', async (_, faults, problem) => {
    const result = await run(server, { exchanges: { '03-read': anExchange() }, faults });
    expect(result.verdict).toBe('failed');
    expect(problemsOf(result)).toEqual([problem]);
    expect(server.users.size).toBe(0);
  });

  it('fails for a filter that is ignored', async () => {
    const given = [{ user: 'bob' }, { user: 'alice' }];
    const result = await run(server, {
      exchanges: { '02-find': { ...findExchange, given } },
      faults: { ignoresFilters: true },
    });
    expect(problemsOf(result)[0]).toBe('body.totalResults is 2; expected 1.');
  });

  it('waits as long as the server says, and comes back', async () => {
    expect(problemsOf(await run(server, { exchanges, faults: { isBusy: true } }))).toEqual([]);
    expect(server.users.size).toBe(0);
  });

  it('says which status was expected, and what the server says', async () => {
    const request = { method: 'GET', path: '/Users/nobody' } as const;
    const response = [{ status: 200 }, { status: 204 }];
    const result = await run(server, { exchanges: { '01-read': anExchange({ request, response }) } });
    expect(problemsOf(result)).toEqual(['The status is 404; expected 200 or 204. The server says: "nobody".']);
  });

  it('of several answers, tells what is wrong with the nearest', async () => {
    const response: ExpectedResponse[] = [
      { status: 200, body: { a: 1, b: 2 } },
      { status: 200, body: { active: false } },
      { status: 404 },
    ];
    const result = await run(server, { exchanges: { '01-read': anExchange({ response }) } });
    expect(problemsOf(result)).toEqual(['body.active is true; expected false.']);
  });

  it('is not supported where the server has no such thing', async () => {
    const inGroup = anExchange({ given: [{ user: 'alice' }, { group: 'team', members: ['alice'] }] });
    const patch = anExchange({ needs: ['patch'] });
    const result = await run(server, {
      exchanges: { '01-group': inGroup, '02-needs': anExchange({ needs: ['groups'] }), '03-patch': patch },
      faults: { withoutGroups: true, withoutPatch: true },
    });
    expect(verdictsOf(result)).toEqual(['not-supported', 'not-supported', 'not-supported']);
    expect(result.exchanges.map(({ lacks }) => lacks)).toEqual([['groups'], ['groups'], ['patch']]);
    expect(server.users.size).toBe(0);
  });

  it('is not supported when its endpoint is not there', async () => {
    const search = { method: 'POST', path: '/Users/.search', body: {} } as const;
    const result = await run(server, {
      exchanges: { '01-search': anExchange({ needs: ['search'], request: { ...search, path: '/.search' } }) },
    });
    expect(verdictsOf(result)).toEqual(['not-supported']);
  });

  it('finds somebody inactive and somebody deleted, also without PATCH', async () => {
    const given = [
      { user: 'alice', active: false },
      { user: 'bob', deleted: true },
    ];
    const inactive = anExchange({ given, response: { status: 200, body: { active: false } } });
    const deleted = anExchange({
      given,
      request: { method: 'GET', path: '/Users/{{bob.id}}' },
      response: { status: 404 },
    });
    const result = await run(server, {
      exchanges: { '01-a': inactive, '02-b': deleted },
      faults: { withoutPatch: true },
    });
    expect(problemsOf(result)).toEqual([]);
  });

  it('lays the given attributes over the plain ones', async () => {
    const given = [{ user: 'alice', attributes: { title: 'Dr {{alice.familyName}}', displayName: null } }];
    const response = {
      status: 200,
      body: {
        title: 'Dr {{alice.familyName}}',
        displayName: { $absent: true },
        externalId: { $regex: '^00u[0-9a-z]{4}$' },
      },
    };
    expect(problemsOf(await run(server, { exchanges: { '01-a': anExchange({ given, response }) } }))).toEqual([]);
  });

  it.each([
    ['wrong', 401],
    ['none', 401],
    ['bare', 401],
    ['valid', 200],
  ] as const)('sends the credential that is wanted: %s', async (credential, status) => {
    const request = { method: 'GET', path: '/Users', credential } as const;
    const result = await run(server, { exchanges: { '01-a': anExchange({ request, response: { status } }) } });
    expect(problemsOf(result)).toEqual([]);
  });

  it('of a revoked token is skipped without one', async () => {
    const request = { method: 'GET', path: '/Users', credential: 'revoked' } as const;
    const exchange = anExchange({ request, response: { status: 401 } });
    expect(verdictsOf(await run(server, { exchanges: { '01-a': exchange } }))).toEqual(['skipped']);
    expect(verdictsOf(await run(server, { exchanges: { '01-a': exchange }, revokedToken: 'r' }))).toEqual(['passed']);
  });

  it('is sent with a double slash when that is wanted', async () => {
    await run(server, { exchanges: { '03-read': anExchange() }, settings: { doubleSlash: true } });
    expect(server.received.map(({ url }) => url)).toContainEqual(expect.stringMatching(/^\/scim\/v2\/\/Users\/\d+$/));
  });
});

describe('a directory with others in it', () => {
  it('does not tell how many a list has', async () => {
    server.users.set('x', { id: 'x', userName: 'x@example.com' });
    const body = { totalResults: 1, Resources: [{ id: '{{alice.id}}' }] };
    const list = anExchange({ request: { method: 'GET', path: '/Users?count=1' }, response: { status: 200, body } });
    const result = await run(server, { exchanges: { '01-list': list }, settings: { allowExisting: true } });
    expect(problemsOf(result)).toEqual([]);
  });
});
