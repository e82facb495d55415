import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, ExpectedResponse } from '../profile/exchange.ts';
import type { Step, Story } from '../profile/story.ts';
import type { ProfileResult } from '../report/report.ts';
import { FakeScimServer, type Faults } from '../test/fake-scim-server.ts';
import { anExchange, aProfile, aStory, createExchange, findExchange, listExchange } from '../test/profiles.ts';
import { runProfile, select } from './run-profile.ts';
import { type RunSettings, Session } from './session.ts';

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

const anything = { exchanges: [], stories: [], evidence: [] };

interface Run {
  readonly exchanges?: Readonly<Record<string, Exchange>>;
  readonly stories?: Readonly<Record<string, Story>>;
  readonly faults?: Faults;
  readonly settings?: Partial<RunSettings>;
  readonly revokedToken?: string;
  readonly only?: readonly string[];
}

/** Runs a profile; the faults begin when the session is open. */
async function run({
  exchanges = {},
  stories = {},
  faults = {},
  settings,
  revokedToken,
  only = [],
}: Run): Promise<ProfileResult> {
  const { baseUrl, token } = server;
  if (faults.withoutGroups ?? faults.withoutPatch) server.faults = faults;
  const session = await Session.open(
    { name: 'fake', baseUrl, token, ...(revokedToken !== undefined && { revokedToken }) },
    { doubleSlash: false, allowExisting: false, signal: new AbortController().signal, ...settings },
  );
  server.faults = faults;
  server.received.length = 0;
  const result = await runProfile(
    session,
    select(aProfile(exchanges, stories), { ...anything, stories: only }),
    () => {},
  );
  session.end();
  return result;
}

const verdictsOf = ({ exchanges }: ProfileResult) => exchanges.map(({ verdict }) => verdict);
const problemsOf = ({ exchanges, stories }: ProfileResult) =>
  [...exchanges, ...stories, ...stories.flatMap(({ steps }) => steps)].flatMap(({ problems }) => problems);

describe('an exchange', () => {
  const exchanges = { '01-create': createExchange, '02-find': findExchange, '03-read': anExchange() };

  it('passes against a server as it should be, and everybody is removed', async () => {
    const result = await run({ exchanges });
    expect(problemsOf(result)).toEqual([]);
    expect(result).toMatchObject({ profile: 'example', verdict: 'passed' });
    expect(server.users.size).toBe(0);
  });

  it('is sent with the headers of the profile only, and a report shows no token', async () => {
    const result = await run({ exchanges: { '01-create': createExchange } });
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
    await run({ exchanges: { '01-list': anExchange({ given: [], request, response: { status: 200 } }) } });
    const { rawHeaders = [] } = server.received[0] ?? {};
    const index = rawHeaders.findIndex(header => header.toLowerCase() === 'accept');
    expect(String(index < 0 ? undefined : rawHeaders[index + 1])).toBe(accept);
  });

  it.each<[string, Faults, string]>([
    ['a boolean that is text', { textForBooleans: true }, 'body.active is "True"; expected true.'],
    ['what is no JSON', { answersHtml: true }, 'The body is not JSON: "<html>".'],
  ])('fails for %s', async (_, faults, problem) => {
    const result = await run({ exchanges: { '03-read': anExchange() }, faults });
    expect(result.verdict).toBe('failed');
    expect(problemsOf(result)).toEqual([problem]);
    expect(server.users.size).toBe(0);
  });

  it('fails for a filter that is ignored', async () => {
    const given = [{ user: 'bob' }, { user: 'alice' }];
    const result = await run({
      exchanges: { '02-find': { ...findExchange, given } },
      faults: { ignoresFilters: true },
    });
    expect(problemsOf(result)[0]).toBe('body.totalResults is 2; expected 1.');
  });

  it('waits as long as the server says, and comes back', async () => {
    expect(problemsOf(await run({ exchanges, faults: { isBusy: true } }))).toEqual([]);
    expect(server.users.size).toBe(0);
  });

  it('says which status was expected, and what the server says', async () => {
    const request = { method: 'GET', path: '/Users/nobody' } as const;
    const response = [{ status: 200 }, { status: 204 }];
    const result = await run({ exchanges: { '01-read': anExchange({ request, response }) } });
    expect(problemsOf(result)).toEqual(['The status is 404; expected 200 or 204. The server says: "nobody".']);
  });

  it('of several answers, tells what is wrong with the nearest', async () => {
    const response: ExpectedResponse[] = [
      { status: 200, body: { a: 1, b: 2 } },
      { status: 200, body: { active: false } },
      { status: 404 },
    ];
    const result = await run({ exchanges: { '01-read': anExchange({ response }) } });
    expect(problemsOf(result)).toEqual(['body.active is true; expected false.']);
  });

  it('is not supported where the server has no such thing', async () => {
    const inGroup = anExchange({ given: [{ user: 'alice' }, { group: 'team', members: ['alice'] }] });
    const patch = anExchange({ needs: ['patch'] });
    const result = await run({
      exchanges: { '01-group': inGroup, '02-needs': anExchange({ needs: ['groups'] }), '03-patch': patch },
      faults: { withoutGroups: true, withoutPatch: true },
    });
    expect(verdictsOf(result)).toEqual(['not-supported', 'not-supported', 'not-supported']);
    expect(result.exchanges.map(({ lacks }) => lacks)).toEqual([['groups'], ['groups'], ['patch']]);
    expect(server.users.size).toBe(0);
  });

  it('is not supported when its endpoint is not there', async () => {
    const search = { method: 'POST', path: '/Users/.search', body: {} } as const;
    const result = await run({
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
    const result = await run({ exchanges: { '01-a': inactive, '02-b': deleted }, faults: { withoutPatch: true } });
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
    expect(problemsOf(await run({ exchanges: { '01-a': anExchange({ given, response }) } }))).toEqual([]);
  });

  it.each([
    ['wrong', 401],
    ['none', 401],
    ['bare', 401],
    ['valid', 200],
  ] as const)('sends the credential that is wanted: %s', async (credential, status) => {
    const request = { method: 'GET', path: '/Users', credential } as const;
    const result = await run({ exchanges: { '01-a': anExchange({ request, response: { status } }) } });
    expect(problemsOf(result)).toEqual([]);
  });

  it('of a revoked token is skipped without one', async () => {
    const request = { method: 'GET', path: '/Users', credential: 'revoked' } as const;
    const exchange = anExchange({ request, response: { status: 401 } });
    expect(verdictsOf(await run({ exchanges: { '01-a': exchange } }))).toEqual(['skipped']);
    expect(verdictsOf(await run({ exchanges: { '01-a': exchange }, revokedToken: 'r' }))).toEqual(['passed']);
  });

  it('is sent with a double slash when that is wanted', async () => {
    await run({ exchanges: { '03-read': anExchange() }, settings: { doubleSlash: true } });
    expect(server.received.map(({ url }) => url)).toContainEqual(expect.stringMatching(/^\/scim\/v2\/\/Users\/\d+$/));
  });
});

describe('a story', () => {
  const exchanges = { create: createExchange, find: findExchange, list: listExchange };
  const check = (path: string, response: ExpectedResponse): Step => ({ check: 'A look', path, response });
  const runStory = async (steps: readonly Step[], given: Partial<Story> = {}, faults: Faults = {}) => {
    const { stories } = await run({
      exchanges,
      stories: { '01-story': aStory(steps, given) },
      faults,
      only: ['01-story'],
    });
    const [story] = stories;
    if (!story) throw new Error('There is no story.');
    return story;
  };

  it('knows in later steps what earlier ones have captured, and removes it after', async () => {
    const isAlice = { status: 200, body: { userName: '{{alice.userName}}', id: '{{alice.id}}' } };
    const story = await runStory([{ exchange: 'create' }, { exchange: 'find' }, check('/Users/{{alice.id}}', isAlice)]);
    expect(story).toMatchObject({ verdict: 'passed', problems: [] });
    expect(story.steps.map(({ name }) => name)).toEqual(['create', 'find', 'A look']);
    expect(server.users.size).toBe(0);
  });

  it('puts others in the places of those in the file, and repeats', async () => {
    const story = await runStory([
      { exchange: 'create' },
      { exchange: 'create', as: { alice: 'bob' } },
      { exchange: 'find', as: { alice: 'bob' }, times: 3 },
      { exchange: 'create', response: { status: 409 } },
      check('/Users', {
        status: 200,
        body: { totalResults: 2, Resources: [{ id: '{{alice.id}}' }, { id: '{{bob.id}}' }] },
      }),
    ]);
    expect(story.steps.map(({ verdict, sent }) => [verdict, sent.length])).toEqual([
      ['passed', 1],
      ['passed', 1],
      ['passed', 3],
      ['passed', 1],
      ['passed', 1],
    ]);
  });

  it('ends with the step whose status is not as it should be', async () => {
    const story = await runStory([{ exchange: 'create' }, { exchange: 'create' }, { exchange: 'find' }]);
    expect(story.verdict).toBe('failed');
    expect(story.steps.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'skipped']);
    expect(story.steps[2]?.problems).toEqual(['Not tried, because "create" went wrong before it.']);
    expect(server.users.size).toBe(0);
  });

  it('goes on when only the body is not as it should be', async () => {
    const story = await runStory([{ exchange: 'create' }, { exchange: 'find' }], {}, { textForBooleans: true });
    expect(story.steps.map(({ verdict }) => verdict)).toEqual(['failed', 'passed']);
  });

  it('fails where an id is needed that no answer has told', async () => {
    const story = await runStory([check('/Users/{{alice.id}}', { status: 200 })]);
    expect(story.steps[0]?.problems).toEqual(['{{alice.id}} is not known here: no answer before has told it.']);
  });

  it('sends for everybody of a crowd at the same time', async () => {
    const given = [{ crowd: 'crowd', users: 12 }];
    const story = await runStory([{ parallel: 'find', crowd: 'crowd', name: 'alice' }], { given });
    expect(story.verdict).toBe('passed');
    expect(server.received.filter(({ url }) => url.includes('filter'))).toHaveLength(12);
    expect(new Set(server.received.map(({ url }) => url).filter(url => url.includes('filter'))).size).toBe(12);
  });

  it('is not supported when one of its steps is not', async () => {
    const story = aStory([{ exchange: 'create' }, { exchange: 'grouped' }]);
    const result = await run({
      exchanges: { ...exchanges, grouped: anExchange({ needs: ['groups'] }) },
      stories: { '01-story': story },
      faults: { withoutGroups: true },
    });
    expect(result.stories[0]).toMatchObject({ verdict: 'not-supported', steps: [] });
    expect(result.stories[0]?.problems).toEqual(['The server does not have: groups.']);
  });

  describe('with an import', () => {
    const given = [{ crowd: 'crowd', users: 7 }];
    const steps: Step[] = [{ import: 'list', count: 3, crowd: 'crowd' }];

    it('passes when everybody comes once', async () => {
      const story = await runStory(steps, { given });
      expect(story.verdict).toBe('passed');
      expect(story.steps[0]?.sent.map(({ url }) => new URL(url).search)).toEqual([
        '?startIndex=1&count=3',
        '?startIndex=4&count=3',
        '?startIndex=7&count=3',
      ]);
    });

    it('fails when somebody comes twice', async () => {
      const story = await runStory(steps, { given }, { repeatsOnPages: true });
      expect(story.steps[0]?.problems).toContainEqual(expect.stringContaining('users came more than once'));
    });

    it('counts nobody but its own', async () => {
      await server.stop();
      server = await new FakeScimServer().start();
      server.users.set('x', { id: 'x', userName: 'x@example.com' });
      const result = await run({
        exchanges,
        stories: { '01-story': aStory(steps, { given }) },
        settings: { allowExisting: true },
      });
      expect(problemsOf(result)).toEqual([]);
      expect([...server.users.keys()]).toEqual(['x']);
    });
  });

  describe('with a flood', () => {
    const steps: Step[] = [{ flood: 'find', requests: 10 }];
    const given = [{ user: 'alice' }];

    it('passes with a note when there is no limit', async () => {
      const story = await runStory(steps, { given });
      expect(story.verdict).toBe('passed');
      expect(story.steps[0]?.problems).toEqual([
        expect.stringContaining('none of 10 requests at once was answered 429'),
      ]);
    });

    it.each([
      ['passes with a whole number of seconds', '2', []],
      [
        'fails with a date',
        'Tue, 24 Nov 2026 12:00:00 GMT',
        [expect.stringContaining('The header Retry-After is "Tue')],
      ],
    ])('%s', async (_, retryAfter, problems) => {
      // One request sets alice up.
      const story = await runStory(steps, { given }, { limit: { requests: 5, retryAfter } });
      expect(story.steps[0]?.problems).toEqual(problems);
    });
  });
});

describe('a directory with others in it', () => {
  it('does not tell how many a list has', async () => {
    server.users.set('x', { id: 'x', userName: 'x@example.com' });
    const body = { totalResults: 1, Resources: [{ id: '{{alice.id}}' }] };
    const list = anExchange({ request: { method: 'GET', path: '/Users?count=1' }, response: { status: 200, body } });
    const result = await run({ exchanges: { '01-list': list }, settings: { allowExisting: true } });
    expect(problemsOf(result)).toEqual([]);
  });
});

describe('select', () => {
  const captured = anExchange({ evidence: 'captured' });
  const profile = aProfile(
    { '01-a': captured, '02-b': anExchange() },
    { '01-x': aStory([{ exchange: '01-a' }]), '02-y': aStory([{ exchange: '02-b' }]) },
  );
  it.each([
    [{}, ['01-a', '02-b'], ['01-x', '02-y']],
    [{ exchanges: ['02-b'] }, ['02-b'], []],
    [{ stories: ['02-y'] }, [], ['02-y']],
    [{ evidence: ['captured'] as const }, ['01-a'], ['01-x']],
  ])('%j', (selection, exchanges, stories) => {
    const selected = select(profile, { ...anything, ...selection });
    expect(selected.exchanges.map(([name]) => name)).toEqual(exchanges);
    expect(selected.stories.map(([name]) => name)).toEqual(stories);
  });
});
