import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOT_OURS } from '../scene/ownership.ts';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { anExchange, aStory, createExchange, findExchange } from '../test/profiles.ts';
import { problemsOf, type Run, run } from '../test/run.ts';

const resident = { id: 'resident', userName: 'resident@example.com', active: true };
const admins = { id: 'admins', displayName: 'Admins', members: [{ value: 'resident' }] };

let server: FakeScimServer;
beforeEach(async () => {
  server = await new FakeScimServer().start();
  server.users.set('resident', resident);
  server.groups.set('admins', admins);
});
afterEach(async () => server.stop());

const changing = (method: 'PUT' | 'PATCH' | 'DELETE', path: string) =>
  anExchange({
    given: [],
    request: { method, path, ...(method !== 'DELETE' && { body: { Operations: [{ path: 'active', value: false }] } }) },
    response: { status: 200 },
  });
const findGroup = anExchange({
  given: [],
  request: { method: 'GET', path: '/Groups?filter=displayName+eq+%22{{team.displayName|form}}%22' },
  response: { status: 200 },
  captures: { team: 'Resources.0' },
});
const exchanges = {
  create: createExchange,
  find: { ...findExchange, given: [], response: { status: 200 } },
  put: changing('PUT', '/Users/{{alice.id}}'),
  patch: changing('PATCH', '/Users/{{alice.id}}'),
  delete: changing('DELETE', '/Users/{{alice.id}}'),
  findGroup,
  putGroup: changing('PUT', '/Groups/{{team.id}}'),
  patchGroup: changing('PATCH', '/Groups/{{team.id}}'),
  deleteGroup: changing('DELETE', '/Groups/{{team.id}}'),
  addMember: anExchange({
    request: { method: 'POST', path: '/Groups', body: { displayName: 'x', members: [{ value: '{{alice.id}}' }] } },
    response: { status: 201 },
  }),
};
const allowed = { settings: { allowExisting: true } };

async function runSteps(names: readonly (keyof typeof exchanges)[], settings: Partial<Run> = allowed) {
  const stories = { '01-story': aStory(names.map(exchange => ({ exchange }))) };
  return run(server, { exchanges, stories, only: ['01-story'], ...settings });
}

function expectUntouched(): void {
  expect(server.users.get('resident')).toEqual(resident);
  expect(server.groups.get('admins')).toEqual(admins);
  const writes = server.received.filter(
    ({ method, url, body }) => method !== 'GET' && /resident|admins/.test(url + body),
  );
  expect(writes).toEqual([]);
}

describe('whoever is there already', () => {
  it.each(['put', 'patch', 'delete', 'addMember'] as const)(
    'is not reached by %s when filters are ignored',
    async last => {
      const result = await runSteps(['find', last], { ...allowed, faults: { ignoresFilters: true } });
      expect(problemsOf(result)).toEqual([NOT_OURS]);
      expectUntouched();
    },
  );

  it.each(['putGroup', 'patchGroup', 'deleteGroup'] as const)('is a group, and not reached by %s', async last => {
    const result = await runSteps(['findGroup', last], { ...allowed, faults: { ignoresFilters: true } });
    expect(problemsOf(result)).toEqual([NOT_OURS]);
    expectUntouched();
  });

  it('is not reached when a POST is answered with them', async () => {
    const faults = { answersPostWith: 'resident' };
    const result = await runSteps(['create', 'patch'], { ...allowed, faults });
    expect(problemsOf(result)).toEqual([NOT_OURS]);
    const given = await run(server, { exchanges: { '01-a': anExchange() }, faults, ...allowed });
    expect(problemsOf(given)).toEqual([NOT_OURS]);
    expectUntouched();
  });

  it('is shown in a report by the id alone', async () => {
    const result = await runSteps(['find'], { ...allowed, faults: { ignoresFilters: true } });
    const [sent] = result.stories[0]?.steps[0]?.sent ?? [];
    expect(JSON.parse(sent?.responseBody ?? '')).toMatchObject({ Resources: [{ id: 'resident' }] });
    expect(sent?.responseBody).not.toContain('resident@example.com');
  });

  it('is no reason to refuse what is our own', async () => {
    const faults = { answersIdOnly: true };
    const given = [{ user: 'alice', active: false }];
    const read = anExchange({ given, response: { status: 200 } });
    expect(problemsOf(await run(server, { exchanges: { '01-a': read }, faults, ...allowed }))).toEqual([]);
    expect([...server.users.keys()]).toEqual(['resident']);
    expectUntouched();
  });
});

describe('is refused:', () => {
  it('a directory that holds groups only', async () => {
    server.users.clear();
    await expect(runSteps(['create'], {})).rejects.toThrow('holds 1 group.');
  });

  it('a directory whose residents cannot be told', async () => {
    server.users.set('other', { id: 'other', userName: 'other@example.com' });
    server.faults = { mostOnPage: 0 };
    await expect(runSteps(['create'])).rejects.toThrow('Who is there already cannot be told');
    expect(server.received.every(({ method }) => method === 'GET')).toBe(true);
  });
});

it('everybody on all pages is remembered', async () => {
  server.users.clear();
  for (let each = 1; each <= 7; each++)
    server.users.set(`r${each}`, { id: `r${each}`, userName: `r${each}@example.com` });
  server.faults = { mostOnPage: 3 };
  await runSteps(['create'], { settings: { allowExisting: true }, faults: { mostOnPage: 3, answersPostWith: 'r7' } });
  expect(server.users.size).toBe(7);
});
