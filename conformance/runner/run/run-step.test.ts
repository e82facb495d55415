import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../profile/story.ts';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { runStory } from '../test/run.ts';

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

describe('a flood', () => {
  const steps: Step[] = [{ flood: 'find', requests: 10 }];
  const given = [{ user: 'alice' }];

  it('passes with a note when there is no limit', async () => {
    const story = await runStory(server, steps, { given });
    expect(story.verdict).toBe('passed');
    expect(story.steps[0]?.problems).toEqual([expect.stringContaining('none of 10 requests at once was answered 429')]);
  });

  it.each([
    ['passes with a whole number of seconds', '2', []],
    ['fails with a date', 'Tue, 24 Nov 2026 12:00:00 GMT', [expect.stringContaining('The header Retry-After is "Tue')]],
  ])('%s', async (_, retryAfter, problems) => {
    // One request sets alice up.
    const story = await runStory(server, steps, { given }, { limit: { requests: 5, retryAfter } });
    expect(story.steps[0]?.problems).toEqual(problems);
  });
});
