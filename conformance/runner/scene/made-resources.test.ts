import { afterEach, beforeEach, expect, it } from 'vitest';
import { HttpClient } from '../http/client.ts';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { Directory } from './directory.ts';
import { MadeResources } from './made-resources.ts';

let server: FakeScimServer;
let client: HttpClient;
let directory: Directory;
let made: MadeResources;
beforeEach(async () => {
  server = await new FakeScimServer().start();
  client = new HttpClient(server.baseUrl, 4);
  directory = new Directory(server.baseUrl, server.token, client);
  made = new MadeResources(directory);
});
afterEach(async () => {
  client.close();
  await server.stop();
});

const alice = { userName: 'alice@example.com' };
const team = { displayName: 'Team' };

function note(method: string, path: string, status: number, body: object, headers: Record<string, string> = {}): void {
  const sent = path.includes('Groups') ? team : alice;
  noteOf(sent, method, path, status, body, headers);
}

function noteOf(
  sent: object,
  method: string,
  path: string,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const request = { method, target: `/scim/v2${path}`, headers: {}, body: JSON.stringify(sent) };
  made.note({ request, answer: { status, headers, body: JSON.stringify(body) }, milliseconds: 1 });
}

const deleted = () =>
  server.received
    .filter(({ method }) => method === 'DELETE')
    .map(({ method, url }) => `${method} ${url.replace('/scim/v2', '')}`);

it('are learned from answers and removed, groups first', async () => {
  server.users.set('3', { id: '3', ...alice });
  note('POST', '/Users?x=1', 201, { id: 'a b', ...alice });
  note('POST', '/Groups', 201, { id: '2', ...team });
  note('POST', '/Users', 201, {}, { location: 'https://scim.example.com/v2/Users/3' });
  note('POST', '/Users', 409, { id: '4', ...alice });
  note('PUT', '/Users/5', 200, { id: '5' });
  await made.settled();
  expect(made.users).toBe(2);
  expect(await made.remove()).toEqual([]);
  expect(deleted()[0]).toBe('DELETE /Groups/2');
  expect(deleted().slice(1).toSorted()).toEqual(['DELETE /Users/3', 'DELETE /Users/a%20b']);
});

it('are those that a PUT has made, too', async () => {
  note('PUT', '/Users/7', 201, { id: '7', userName: 'Alice@Example.com' });
  await made.remove();
  expect(deleted()).toEqual(['DELETE /Users/7']);
});

it('are forgotten once they are deleted', async () => {
  note('POST', '/Users', 201, { id: '1', ...alice });
  note('DELETE', '/Users/1', 204, {});
  await made.remove();
  expect(deleted()).toEqual([]);
});

it.each(['', '.', '..'])('are not those with the id "%s"', async id => {
  note('POST', '/Users', 201, { id, ...alice });
  note('POST', '/Users', 201, {}, { location: 'https://scim.example.com/v2/Users/%E0%A4%A' });
  await made.remove();
  expect(deleted()).toEqual([]);
});

it('are not those who carry other names, or were there before', async () => {
  server.users.set('1', { id: '1', userName: 'bob@example.com' });
  directory.ownership.noteBefore('Users', 'Two');
  note('POST', '/Users', 201, { id: '1', userName: 'bob@example.com' });
  note('POST', '/Users', 201, { id: '1' });
  note('POST', '/Users', 201, { id: 'two', ...alice });
  await made.remove();
  expect(deleted()).toEqual([]);
});

it('of a bulk request are those that were made', async () => {
  server.users.set('1', { id: '1', ...alice });
  server.users.set('6', { id: '6', userName: 'bob@example.com' });
  server.groups.set('2', { id: '2', ...team });
  const operations = [
    { method: 'POST', status: '201', location: 'https://scim.example.com/v2/Users/1' },
    { method: 'POST', status: 201, location: 'https://scim.example.com/v2/Groups/2' },
    { method: 'POST', status: '201', location: 'https://scim.example.com/v2/Users/6' },
    { method: 'POST', status: '409' },
    { method: 'PUT', status: '200', location: 'https://scim.example.com/v2/Users/3' },
  ];
  const sent = { Operations: [{ data: alice }, { data: team }] };
  noteOf(sent, 'POST', '/Bulk', 200, { Operations: operations });
  await made.remove();
  expect(deleted()).toEqual(['DELETE /Groups/2', 'DELETE /Users/1']);
});

it('are named when the server does not remove them', async () => {
  note('POST', '/Users', 201, { id: '1', ...alice });
  client.close();
  await server.stop();
  expect(await made.remove()).toEqual(['/Users/1']);
  await server.start();
});
