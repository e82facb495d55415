import type { Exchange } from '../profile/exchange.ts';
import type { Profile, ProfileDescription } from '../profile/profile.ts';
import type { Step, Story } from '../profile/story.ts';

/** `profile.json` of an identity provider that does not exist. */
export const description: ProfileDescription = {
  title: 'Example',
  identityProvider: 'Example',
  headers: { Accept: 'application/scim+json', 'User-Agent': 'Example 1' },
  bodyHeaders: { 'Content-Type': 'application/scim+json' },
  externalIds: { user: '00u????', group: '00g????' },
};

/** An exchange: a plain read of alice, unless something else is said. */
export function anExchange(given: Partial<Exchange> = {}): Exchange {
  return {
    records: ['EX-01'],
    title: 'Read the user',
    when: 'Before everything.',
    evidence: 'derived',
    source: 'RFC 7644 §3.4.1',
    given: [{ user: 'alice' }],
    request: { method: 'GET', path: '/Users/{{alice.id}}' },
    response: { status: 200, body: { id: '{{alice.id}}', active: true } },
    whenWrong: 'Nobody is there.',
    hint: 'Look.',
    ...given,
  };
}

/** The exchange that makes alice, and knows her then. */
export const createExchange = anExchange({
  title: 'Create the user',
  given: [],
  request: {
    method: 'POST',
    path: '/Users',
    body: { userName: '{{alice.userName}}', externalId: '{{alice.externalId}}', active: true },
  },
  response: { status: 201, body: { id: { $type: 'string' }, active: true } },
  captures: { alice: '' },
});

/** The exchange that looks for alice. */
export const findExchange = anExchange({
  title: 'Find the user',
  request: { method: 'GET', path: '/Users?filter=userName+eq+%22{{alice.userName|form}}%22' },
  response: { status: 200, body: { totalResults: 1, Resources: [{ id: '{{alice.id}}' }] } },
  captures: { alice: 'Resources.0' },
});

/** The exchange that reads a page of users. */
export const listExchange = anExchange({
  title: 'A page of users',
  given: [],
  request: { method: 'GET', path: '/Users?startIndex={{page.startIndex}}&count={{page.count}}' },
  response: { status: 200, body: { Resources: { $type: 'array' } } },
});

/** A profile of these exchanges. */
export function aProfile(
  exchanges: Readonly<Record<string, Exchange>>,
  stories: Readonly<Record<string, Story>> = {},
): Profile {
  return {
    name: 'example',
    description,
    exchanges: new Map(Object.entries(exchanges)),
    stories: new Map(Object.entries(stories)),
  };
}

/** A story of these steps. */
export function aStory(steps: readonly Step[], given: Partial<Story> = {}): Story {
  return { title: 'A story', steps, whenWrong: 'It ends badly.', ...given };
}
