import { beforeEach, describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser, runningScim, type TestConnection, type TestResource } from './builders.js';

let connection: TestConnection;
let ava: TestResource;

beforeEach(async () => {
  connection = await aConnection();
  ava = await connection.create('Users', aUser());
});

async function pause(traffic: 'staged' | 'refused'): Promise<void> {
  const { database } = await runningScim();
  await database.repositories.connections.update(connection.key, { paused: traffic });
}

const deactivation = aPatch({ op: 'replace', path: 'active', value: false });

describe('a connection that is paused and keeps what is sent', () => {
  it('answers every request, and no account changes', async () => {
    await pause('staged');
    const { body } = await connection.send('patch', `/Users/${ava.id}`, deactivation).expect(200);
    expect(body.active).toBe(false);
    const late = aUser();
    await connection.create('Users', late);
    expect(await connection.account(late.userName)).toBeUndefined();
    expect(await connection.account(String(ava['userName']))).toMatchObject({ state: 'active' });
  });
});

describe('a connection that is paused and refuses what is sent', () => {
  it.each([
    ['post', '/Users', aUser()],
    ['put', '/Users/{id}', aUser()],
    ['patch', '/Users/{id}', deactivation],
    ['delete', '/Users/{id}', undefined],
    ['post', '/Groups', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'A' }],
    [
      'post',
      '/Bulk',
      {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations: [{ method: 'DELETE', path: '/Users/1' }],
      },
    ],
  ] as const)('answers %s %s with a SCIM error 403 that says who can help', async (method, path, body) => {
    await pause('refused');
    const answer = await connection.send(method, path.replace('{id}', ava.id), body).expect(403);
    expect(answer.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '403' });
    expect(answer.body.detail).toContain('paused');
    expect(answer.body.detail).toContain('An administrator of the enterprise resumes it');
    expect((await connection.list('Users', {})).totalResults).toBe(1);
  });

  it('goes on answering what is read', async () => {
    await pause('refused');
    await connection.send('get', `/Users/${ava.id}`).expect(200);
    const filter = `userName eq "${String(ava['userName'])}"`;
    expect((await connection.list('Users', { filter })).totalResults).toBe(1);
  });
});
