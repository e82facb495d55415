import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExpectedResponse } from '../profile/exchange.ts';
import type { Step } from '../profile/story.ts';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { anExchange, aStory, createExchange } from '../test/profiles.ts';
import { run, runStory } from '../test/run.ts';

let server: FakeScimServer;
beforeEach(async () => (server = await new FakeScimServer().start()));
afterEach(async () => server.stop());

describe('a story', () => {
  const check = (path: string, response: ExpectedResponse): Step => ({ check: 'A look', path, response });

  it('knows in later steps what earlier ones have captured, and removes it after', async () => {
    const isAlice = { status: 200, body: { userName: '{{alice.userName}}', id: '{{alice.id}}' } };
    const story = await runStory(server, [
      { exchange: 'create' },
      { exchange: 'find' },
      check('/Users/{{alice.id}}', isAlice),
    ]);
    expect(story).toMatchObject({ verdict: 'passed', problems: [] });
    expect(story.steps.map(({ name }) => name)).toEqual(['create', 'find', 'A look']);
    expect(server.users.size).toBe(0);
  });

  it('puts others in the places of those in the file, and repeats', async () => {
    const story = await runStory(server, [
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
    const story = await runStory(server, [{ exchange: 'create' }, { exchange: 'create' }, { exchange: 'find' }]);
    expect(story.verdict).toBe('failed');
    expect(story.steps.map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'skipped']);
    expect(story.steps[2]?.problems).toEqual(['Not tried, because "create" went wrong before it.']);
    expect(server.users.size).toBe(0);
  });

  it('goes on when only the body is not as it should be', async () => {
    const story = await runStory(server, [{ exchange: 'create' }, { exchange: 'find' }], {}, { textForBooleans: true });
    expect(story.steps.map(({ verdict }) => verdict)).toEqual(['failed', 'passed']);
  });

  it('fails where an id is needed that no answer has told', async () => {
    const story = await runStory(server, [check('/Users/{{alice.id}}', { status: 200 })]);
    expect(story.steps[0]?.problems).toEqual(['{{alice.id}} is not known here: no answer before has told it.']);
  });

  it('sends for everybody of a crowd at the same time', async () => {
    const given = [{ crowd: 'crowd', users: 12 }];
    const story = await runStory(server, [{ parallel: 'find', crowd: 'crowd', name: 'alice' }], { given });
    expect(story.verdict).toBe('passed');
    expect(server.received.filter(({ url }) => url.includes('filter'))).toHaveLength(12);
    expect(new Set(server.received.map(({ url }) => url).filter(url => url.includes('filter'))).size).toBe(12);
  });

  it('is not supported when one of its steps is not', async () => {
    const story = aStory([{ exchange: 'create' }, { exchange: 'grouped' }]);
    const result = await run(server, {
      exchanges: { create: createExchange, grouped: anExchange({ needs: ['groups'] }) },
      stories: { '01-story': story },
      faults: { withoutGroups: true },
    });
    expect(result.stories[0]).toMatchObject({ verdict: 'not-supported', steps: [] });
    expect(result.stories[0]?.problems).toEqual(['The server does not have: groups.']);
  });
});
