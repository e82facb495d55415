import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anExchange, aStory, description } from '../test/profiles.ts';
import { BrokenProfile, listProfiles, loadProfile } from './load-profile.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'conformance-profiles-'))));
afterEach(async () => rm(folder, { recursive: true }));

/** Writes files; those of `a` are a whole profile unless something else is said. */
async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  const whole = { 'a/profile.json': description, 'a/01-read-user.json': anExchange(), ...files };
  for (const [path, content] of Object.entries(whole)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

async function problemsOf(name = 'a'): Promise<readonly string[]> {
  const error: unknown = await loadProfile(folder, name).catch((reason: unknown) => reason);
  if (!(error instanceof BrokenProfile)) throw new Error('It is not broken.', { cause: error });
  return error.problems;
}

describe('a profile', () => {
  it('has its exchanges and stories in the order of their names', async () => {
    await write({
      'a/10-last.json': anExchange(),
      'a/02-second.json': anExchange(),
      'a/stories/02-b.json': aStory([{ exchange: '10-last' }]),
      'a/stories/01-a.json': aStory([{ exchange: '01-read-user' }]),
    });
    const { exchanges, stories, name } = await loadProfile(folder, 'a');
    expect(name).toBe('a');
    expect([...exchanges.keys()]).toEqual(['01-read-user', '02-second', '10-last']);
    expect([...stories.keys()]).toEqual(['01-a', '02-b']);
  });

  it('takes over what it extends, but what it leaves out and what it has itself', async () => {
    await write({
      'a/02-second.json': anExchange(),
      'a/stories/01-a.json': aStory([{ exchange: '01-read-user' }]),
      'a/stories/02-b.json': aStory([{ exchange: '01-read-user' }]),
      'b/profile.json': { ...description, extends: 'a', without: ['02-second', 'stories/01-a'] },
      'b/01-read-user.json': anExchange({ title: 'Its own' }),
      'b/03-third.json': anExchange(),
    });
    const { exchanges, stories } = await loadProfile(folder, 'b');
    expect([...exchanges].map(([name, { title }]) => [name, title])).toEqual([
      ['01-read-user', 'Its own'],
      ['03-third', 'Read the user'],
    ]);
    expect([...stories.keys()]).toEqual(['02-b']);
  });
});

it('a profile that extends another says only what is different', async () => {
  const base = { ...description, query: 'x', without: [] };
  await write({ 'a/profile.json': base, 'b/profile.json': { title: 'B', extends: 'a', headers: { Accept: '*/*' } } });
  const { identityProvider, bodyHeaders, externalIds } = description;
  expect((await loadProfile(folder, 'b')).description).toEqual({
    title: 'B',
    identityProvider,
    bodyHeaders,
    externalIds,
    headers: { Accept: '*/*' },
    extends: 'a',
  });
});

describe('is broken', () => {
  const { title: _, ...untitled } = anExchange();
  const read = anExchange().request;

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['no JSON', { 'a/01-read-user.json': '{' }, 'a/01-read-user.json: is not JSON: '],
    ['a field that is missing', { 'a/01-read-user.json': untitled }, 'a/01-read-user.json: title is missing'],
    [
      'an unknown field',
      { 'a/01-read-user.json': { ...anExchange(), titel: '' } },
      'a/01-read-user.json: titel is not known',
    ],
    [
      'an unknown field within',
      { 'a/01-read-user.json': { ...anExchange(), request: { ...read, methd: 'GET' } } },
      'a/01-read-user.json: request.methd is not known',
    ],
    ['no profile.json', { 'a/profile.json': '[]' }, 'a/profile.json: the file must be an object'],
    ['a file with another name', { 'a/notes.txt': 'x' }, 'a/notes.txt: must be called like 07-read-user.json'],
    [
      'a story with another name',
      { 'a/stories/x.json': aStory([]) },
      'a/stories/x.json: must be called like 07-read-user.json',
    ],
    [
      'a story without steps',
      { 'a/stories/01-x.json': aStory([]) },
      'a/stories/01-x.json: steps must have at least 1 element',
    ],
    [
      'an unknown kind of step',
      { 'a/stories/01-x.json': { ...aStory([]), steps: [{ wait: 1 }] } },
      'a/stories/01-x.json: steps[0] must have one of exchange, check, parallel, import, flood',
    ],
    [
      'a story of an exchange that is not there',
      { 'a/stories/01-x.json': aStory([{ exchange: '09-nothing' }]) },
      'a/stories/01-x.json: steps[0]: there is no exchange "09-nothing"',
    ],
    [
      'a crowd that is not given',
      { 'a/stories/01-x.json': aStory([{ import: '01-read-user', count: 10, crowd: 'crowd' }]) },
      'a/stories/01-x.json: steps[0]: there is no crowd "crowd" in given',
    ],
    [
      'a member who is not given',
      { 'a/01-read-user.json': anExchange({ given: [{ user: 'alice' }, { group: 'team', members: ['bob'] }] }) },
      'a/01-read-user.json: given[1]: the member bob is not given before it',
    ],
    [
      'an id that nobody can know',
      { 'a/01-read-user.json': anExchange({ given: [] }) },
      'a/01-read-user.json: {{alice.id}} is used, but alice is not given',
    ],
    [
      'an unknown template',
      { 'a/01-read-user.json': anExchange({ request: { method: 'GET', path: '/Users/{{alice.id}}{{alice.age}}' } }) },
      'a/01-read-user.json: {{alice.age}} is not a template',
    ],
    [
      'an unknown filter among several',
      { 'a/01-read-user.json': anExchange({ request: { method: 'GET', path: '/Users/{{alice.id|upper|rot13}}' } }) },
      'a/01-read-user.json: there is no filter "rot13"',
    ],
    [
      'a crowd of less than nobody',
      { 'a/01-read-user.json': anExchange({ given: [{ user: 'alice' }, { crowd: 'crowd', users: -1 }] }) },
      'a/01-read-user.json: given[1].users must be a whole number, 0 or more',
    ],
    [
      'an unknown filter of a template',
      { 'a/01-read-user.json': anExchange({ request: { method: 'GET', path: '/Users/{{alice.id|rot13}}' } }) },
      'a/01-read-user.json: there is no filter "rot13"',
    ],
    [
      'an unknown expectation',
      { 'a/01-read-user.json': anExchange({ response: { status: 200, body: { id: { $like: 'x' } } } }) },
      'a/01-read-user.json: response.body.id.$like is not an expectation',
    ],
    [
      'something beside an expectation',
      { 'a/01-read-user.json': anExchange({ response: { status: 200, body: { $min: 1, a: 2 } } }) },
      'a/01-read-user.json: response.body must have nothing beside its expectation; use $all',
    ],
    [
      'an unknown feature',
      { 'a/01-read-user.json': { ...anExchange(), needs: ['paging'] } },
      'a/01-read-user.json: needs[0] must be one of groups',
    ],
    [
      'a path that is not encoded',
      { 'a/01-read-user.json': anExchange({ request: { method: 'GET', path: '/Users?filter=userName eq' } }) },
      'a/01-read-user.json: request.path must be a path',
    ],
    [
      'what is extended is not there',
      { 'a/profile.json': { ...description, extends: 'z' } },
      'There is no profile "z"',
    ],
    [
      'what extends itself',
      { 'a/profile.json': { ...description, extends: 'a' } },
      'a/profile.json: extends itself: a, a',
    ],
    [
      'leaving out what is not there',
      {
        'a/profile.json': { ...description, extends: 'b', without: ['07-x'] },
        'b/profile.json': description,
        'b/01-x.json': anExchange(),
      },
      'a/profile.json: without: 07-x is not there',
    ],
  ])('%s', async (_case, files, problem) => {
    await write(files);
    expect(await problemsOf()).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  it('in all its files at once', async () => {
    await write({ 'a/01-read-user.json': '{', 'a/02-b.json': untitled });
    expect(await problemsOf()).toHaveLength(2);
  });

  it('when it is not there', async () => {
    await write({});
    expect(await problemsOf('c')).toEqual(['There is no profile "c"']);
  });
});

const profiles = join(import.meta.dirname, '../../profiles');

it.each(await listProfiles(profiles))('the profile %s is not broken', async name => {
  expect((await loadProfile(profiles, name)).exchanges.size).toBeGreaterThan(0);
});
