import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { anExchange, aProfile, aStory, createExchange, listExchange } from '../test/profiles.ts';
import { problemsOf, run, verdictsOf } from '../test/run.ts';
import { select } from './run-profile.ts';

const anything = { exchanges: [], stories: [], evidence: [] };

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

describe('crowds of one name, one story after the other', () => {
  const story = (users: number) =>
    aStory([{ import: 'list', count: 100, crowd: 'crowd' }], { given: [{ crowd: 'crowd', users }] });
  const exchanges = { list: listExchange };
  const count = (method: string) => server.received.filter(each => each.method === method).length;

  it('grow, and are removed at the end', async () => {
    const stories = { '01-one': story(1), '02-five': story(5), '03-more': story(6) };
    expect(problemsOf(await run(server, { exchanges, stories }))).toEqual([]);
    expect([count('POST'), count('DELETE'), server.users.size]).toEqual([6, 6, 0]);
  });

  it('are made anew when fewer are wanted, and when something was done to them', async () => {
    const changed = aStory([{ exchange: 'create' }], { given: [{ crowd: 'crowd', users: 2 }] });
    const stories = { '01-five': story(5), '02-two': story(2), '03-changed': changed, '04-two': story(2) };
    const result = await run(server, {
      exchanges: { ...exchanges, create: createExchange },
      stories,
      only: Object.keys(stories),
    });
    expect(problemsOf(result)).toEqual([]);
    expect([count('POST'), count('DELETE'), server.users.size]).toEqual([10, 10, 0]);
  });

  it('are gone before anything else is set up', async () => {
    const alone = aStory([{ check: 'Nobody', path: '/Users', response: { status: 200, body: { totalResults: 0 } } }]);
    const result = await run(server, { exchanges, stories: { '01-five': story(5), '02-alone': alone } });
    expect(problemsOf(result)).toEqual([]);
  });
});

describe('a server that stops answering', () => {
  const patience = { first: 200, afterOne: 50, clearingUp: 20 };
  const read = anExchange();
  const exchanges = { '01-a': read, '02-b': read, '03-c': read, '04-d': read, '05-e': read };
  const stories = { '01-x': aStory([{ exchange: '01-a' }]) };

  it('is given up after three requests in a row, and cleared up once', async () => {
    // Alice is made and read and removed; the next one is made only.
    const faults = { hangsAfter: 4 };
    const result = await run(server, { exchanges, stories, faults, settings: { patience } });
    expect(verdictsOf(result)).toEqual(['passed', 'failed', 'failed', 'skipped', 'skipped']);
    expect(result.stories.map(({ verdict }) => verdict)).toEqual(['skipped']);
    expect(problemsOf(result)).toEqual([
      'There is no answer: no answer within 0.2 seconds.',
      expect.stringContaining('POST /Users is not answered: no answer within 0.05 seconds'),
      ...Array.from({ length: 3 }, () =>
        expect.stringMatching(/^Not tried: the server no longer answers \(3 requests/),
      ),
    ]);
  });

  it('is not asked about a whole crowd', async () => {
    const given = [{ crowd: 'crowd', users: 300 }];
    const faults = { hangsAfter: 250 };
    const result = await run(server, { exchanges: { '01-a': { ...read, given } }, faults, settings: { patience } });
    expect(result.verdict).toBe('failed');
    expect(server.received.length).toBeLessThan(300);
  });

  it('is not given up for one request that hangs now and then', async () => {
    server.faults = {};
    const slow = anExchange({ request: { method: 'GET', path: '/hang' } });
    const result = await run(server, {
      exchanges: { '01-a': slow, '02-b': read, '03-c': slow, '04-d': slow, '05-e': read },
      settings: { patience },
    });
    expect(verdictsOf(result).at(-1)).toBe('passed');
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
