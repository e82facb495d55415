import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../profile/story.ts';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { aStory, listExchange } from '../test/profiles.ts';
import { problemsOf, run, runStory } from '../test/run.ts';

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

describe('an import', () => {
  const given = [{ crowd: 'crowd', users: 7 }];
  const steps: Step[] = [{ import: 'list', count: 3, crowd: 'crowd' }];

  it('passes when everybody comes once', async () => {
    const story = await runStory(server, steps, { given });
    expect(story.verdict).toBe('passed');
    expect(story.steps[0]?.sent.map(({ url }) => new URL(url).search)).toEqual([
      '?startIndex=1&count=3',
      '?startIndex=4&count=3',
      '?startIndex=7&count=3',
    ]);
  });

  it('fails when somebody comes twice', async () => {
    const story = await runStory(server, steps, { given }, { repeatsOnPages: true });
    expect(story.steps[0]?.problems).toContainEqual(expect.stringContaining('users came more than once'));
  });

  it('counts nobody but its own', async () => {
    await server.stop();
    server = await new FakeScimServer().start();
    server.users.set('x', { id: 'x', userName: 'x@example.com' });
    const result = await run(server, {
      exchanges: { list: listExchange },
      stories: { '01-story': aStory(steps, { given }) },
      settings: { allowExisting: true },
    });
    expect(problemsOf(result)).toEqual([]);
    expect([...server.users.keys()]).toEqual(['x']);
  });

  it('fails when a page before the last is not full', async () => {
    const story = await runStory(server, steps, { given }, { shortensPages: true });
    expect(story.steps[0]?.problems).toEqual(['Page 2 has 2 users; expected 3, as page 1 has and count (3) allows.']);
  });

  it('passes when the server has fewer on a page, but the same on each', async () => {
    const story = await runStory(server, steps, { given }, { mostOnPage: 2 });
    expect(story.verdict).toBe('passed');
    expect(story.steps[0]?.sent).toHaveLength(4);
  });

  it('passes when nobody is there', async () => {
    const nobody = [{ crowd: 'crowd', users: 0 }];
    const story = await runStory(server, steps, { given: nobody });
    expect(story.verdict).toBe('passed');
    expect(server.received.map(({ method }) => method)).toEqual(['GET']);
  });
});
