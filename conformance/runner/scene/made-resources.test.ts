import { afterEach, beforeEach, expect, it } from 'vitest';
import { HttpClient } from '../http/client.ts';
import { FakeScimServer } from '../test/fake-scim-server.ts';
import { Directory } from './directory.ts';
import { MadeResources } from './made-resources.ts';

let server: FakeScimServer;
let client: HttpClient;
let made: MadeResources;
beforeEach(async () => {
  server = await new FakeScimServer().start();
  client = new HttpClient(server.baseUrl, 4);
  made = new MadeResources(new Directory(server.baseUrl, server.token, client));
});
afterEach(async () => {
  client.close();
  await server.stop();
});

function note(method: string, path: string, status: number, body: object, headers: Record<string, string> = {}): void {
  const request = { method, target: `/scim/v2${path}`, headers: {} };
  made.note({ request, answer: { status, headers, body: JSON.stringify(body) }, milliseconds: 1 });
}

const deleted = () => server.received.map(({ method, url }) => `${method} ${url.replace('/scim/v2', '')}`);

it('are learned from answers and removed, groups first', async () => {
  note('POST', '/Users?x=1', 201, { id: 'a b' });
  note('POST', '/Groups', 201, { id: '2' });
  note('POST', '/Users', 201, {}, { location: 'https://scim.example.com/v2/Users/3' });
  note('POST', '/Users', 409, { id: '4' });
  note('PUT', '/Users/5', 200, { id: '5' });
  expect(made.users).toBe(2);
  expect(await made.remove()).toEqual([]);
  expect(deleted()[0]).toBe('DELETE /Groups/2');
  expect(deleted().slice(1).toSorted()).toEqual(['DELETE /Users/3', 'DELETE /Users/a%20b']);
});

it('are forgotten once they are deleted', async () => {
  note('POST', '/Users', 201, { id: '1' });
  note('DELETE', '/Users/1', 204, {});
  await made.remove();
  expect(deleted()).toEqual([]);
});

it('of a bulk request are those that were made', async () => {
  const operations = [
    { method: 'POST', status: '201', location: 'https://scim.example.com/v2/Users/1' },
    { method: 'POST', status: 201, location: 'https://scim.example.com/v2/Groups/2' },
    { method: 'POST', status: '409' },
    { method: 'PUT', status: '200', location: 'https://scim.example.com/v2/Users/3' },
  ];
  note('POST', '/Bulk', 200, { Operations: operations });
  await made.remove();
  expect(deleted()).toEqual(['DELETE /Groups/2', 'DELETE /Users/1']);
});

it('are named when the server does not remove them', async () => {
  note('POST', '/Users', 201, { id: '1' });
  client.close();
  await server.stop();
  expect(await made.remove()).toEqual(['/Users/1']);
  await server.start();
});
