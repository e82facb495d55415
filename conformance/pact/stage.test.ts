import { afterEach, beforeEach, expect, it } from 'vitest';
import { Session } from '../runner/run/session.ts';
import { FakeScimServer } from '../runner/test/fake-scim-server.ts';
import { PactNames } from './pact-names.ts';
import { Stage } from './stage.ts';

let server: FakeScimServer;
let session: Session;
let stage: Stage;
beforeEach(async () => {
  server = await new FakeScimServer().start();
  const target = { name: 'fake', baseUrl: server.baseUrl, token: server.token };
  const signal = new AbortController().signal;
  session = await Session.open(target, { allowExisting: true, doubleSlash: false, signal });
  stage = new Stage(session, new PactNames({ user: '#', group: '#' }, new Set(['engineering'])));
});
afterEach(async () => {
  session.end();
  await server.stop();
});

const alice = { id: 'hers', userName: 'alice.pact@example.com' };
const engineering = { id: 'theirs', displayName: 'Engineering Pact' };
const deleted = () => server.received.filter(({ method }) => method === 'DELETE').map(({ url }) => url);

it('leaves alone whom this run has not made, whatever they are called', async () => {
  server.users.set(alice.id, alice);
  server.groups.set(engineering.id, engineering);
  await stage.giveNone('1', 'alice', false);
  await stage.giveNone('2', 'engineering', true);
  await stage.give('3', { user: 'alice' });
  await stage.clear();
  expect(deleted()).toEqual([]);
  expect([...server.users.values(), ...server.groups.values()]).toEqual([alice, engineering]);
  expect([...stage.notSetUp.values()].map(({ reason }) => reason)).toEqual([
    '/Users/hers is called "alice.pact@example.com", as in the contract, and was not made by this run.',
    '/Groups/theirs is called "Engineering Pact", as in the contract, and was not made by this run.',
    '/Users/hers is called "alice.pact@example.com", as in the contract, and was not made by this run.',
  ]);
  expect(stage.isSetUp).toBe(false);
});

it('removes what an interaction before could not', async () => {
  server.users.set(alice.id, alice);
  session.directory.ownership.noteMade('Users', alice.id);
  expect(await stage.give('1', { user: 'alice' })).toMatchObject({ alice_id: '1' });
  await stage.clear();
  expect(deleted()).toEqual(['/scim/v2/Users/hers', '/scim/v2/Users/1']);
  expect(stage.notSetUp.size).toBe(0);
});

it('tells why somebody could not be set up', async () => {
  server.faults = { withoutPatch: true };
  server.users.set(alice.id, { ...alice, userName: 'somebody.else@example.com' });
  await stage.give('1', { user: 'alice', deleted: true });
  expect(stage.notSetUp.size).toBe(0);
  server.faults = { withoutGroups: true };
  await stage.give('2', { group: 'engineering' });
  expect(stage.notSetUp.get('2')).toMatchObject({ isLacking: true });
  expect([...server.users.keys()]).toEqual(['hers']);
});
