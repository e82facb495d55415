import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange, Feature } from '../profile/exchange.ts';
import { FakeScimServer, type Faults } from '../test/fake-scim-server.ts';
import { anExchange, aStory } from '../test/profiles.ts';
import { run, verdictsOf } from '../test/run.ts';

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

const needing = (...needs: Feature[]): Exchange => anExchange({ needs });

describe('without a ServiceProviderConfig', () => {
  const all = ['etag', 'sort', 'bulk', 'cursor', 'search', 'patch', 'discovery'] as const;
  const exchanges = Object.fromEntries(all.map((feature, index) => [`0${index}-${feature}`, needing(feature)]));
  const supported = async (faults: Faults) => {
    const verdicts = verdictsOf(await run(server, { exchanges, faults: { withoutConfig: true, ...faults } }));
    return all.filter((_, index) => verdicts[index] === 'passed');
  };

  it('what is optional is not supported', async () => {
    expect(await supported({})).toEqual(['patch']);
    expect(server.users.size).toBe(0);
  });

  it('etag is, as soon as an answer has a version', async () => {
    expect(await supported({ hasVersions: true })).toEqual(['etag', 'patch']);
  });

  it('cursor is, as soon as a list has one', async () => {
    const first = anExchange({ given: [], request: { method: 'GET', path: '/Users' }, response: { status: 200 } });
    const result = await run(server, {
      exchanges: { '01-list': first, '02-cursor': needing('cursor') },
      faults: { withoutConfig: true, hasCursors: true },
    });
    expect(verdictsOf(result)).toEqual(['passed', 'passed']);
  });

  it('a story that needs it is not supported', async () => {
    const stories = { '01-x': aStory([{ exchange: 'etag' }], { given: [{ user: 'alice' }] }) };
    const result = await run(server, {
      exchanges: { etag: needing('etag') },
      stories,
      faults: { withoutConfig: true },
      only: ['01-x'],
    });
    expect(result.stories[0]).toMatchObject({
      verdict: 'not-supported',
      problems: ['The server does not have: etag.'],
    });
  });
});

describe('404 of any form', () => {
  it.each([
    ['search', '/Users/.search'],
    ['search', '/.search?x=1'],
    ['bulk', '/Bulk'],
  ] as const)('is about %s at %s', async (feature, path) => {
    const exchange = anExchange({ needs: [feature], request: { method: 'POST', path, body: {} } });
    const result = await run(server, { exchanges: { '01-a': exchange }, faults: { answersScimErrors: true } });
    expect(result.exchanges[0]).toMatchObject({ verdict: 'not-supported', lacks: [feature] });
  });
});
