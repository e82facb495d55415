import { describe, expect, it } from 'vitest';
import { mintToken } from '#libs/tokens';
import { aConnection, aUser, runningScim } from './builders.js';

const path = '/Users?startIndex=1&count=2';

describe('200', () => {
  it.each([
    ['the Bearer scheme (RFC 6750 §2.1)', (token: string) => `Bearer ${token}`],
    ['the scheme in any letter case (RFC 9110 §11.1)', (token: string) => `bearer ${token}`],
    ['the bare token, which Okta’s apps with header authentication send', (token: string) => token],
  ])('accepts %s', async (_, header) => {
    const connection = await aConnection();
    await connection.sendBare('get', path).set('Authorization', header(connection.token)).expect(200);
  });
});

it('requests of many connections at once are each answered from their own directory', async () => {
  const connections = await Promise.all(Array.from({ length: 4 }, () => aConnection()));
  await Promise.all(
    connections.map((connection, index) =>
      connection.send('post', '/Users', aUser({ userName: `person-of-${index}@example.com` })).expect(201),
    ),
  );
  const answers = await Promise.all(
    Array.from(
      { length: 80 },
      async (_, index) => (await connections[index % 4]!.send('get', path).expect(200)).body.Resources,
    ),
  );
  answers.forEach((resources, index) =>
    expect(resources).toMatchObject([{ userName: `person-of-${index % 4}@example.com` }]),
  );
});

describe('401', () => {
  const unknown = mintToken('scim').secret.reveal();
  it.each<[string, (token: string) => string | undefined]>([
    ['no credential', () => undefined],
    ['a blank token', () => 'Bearer '],
    ['an unknown token', () => `Bearer ${unknown}`],
    ['an unknown bare token', () => unknown],
    ['a token that is cut off', token => `Bearer ${token.slice(0, -1)}`],
    [
      'a token with one character changed',
      token => `Bearer ${token.slice(0, 20)}${token[20] === 'a' ? 'b' : 'a'}${token.slice(21)}`,
    ],
    ['something before the bare token', token => `x ${token}`],
    ['something behind the token', token => `Bearer ${token} x`],
    ['two tokens', token => `Bearer ${token}, Bearer ${token}`],
    ['the token in quotes', token => `Bearer "${token}"`],
    ['another scheme', token => `Basic ${Buffer.from(`:${token}`).toString('base64')}`],
    ['an administration key', () => `Bearer ${mintToken('api').secret.reveal()}`],
  ])('refuses %s, as a SCIM error that says what to do', async (_, header) => {
    const connection = await aConnection();
    const credential = header(connection.token);
    const request = connection.sendBare('get', path);
    const answer = await (credential === undefined ? request : request.set('Authorization', credential)).expect(401);
    expect(answer.headers['content-type']).toMatch(/^application\/scim\+json/);
    expect(answer.headers['www-authenticate']).toBe(
      credential === undefined ? 'Bearer realm="SCIM"' : 'Bearer realm="SCIM", error="invalid_token"',
    );
    expect(answer.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '401',
      detail: expect.stringMatching(/token/i),
    });
    expect(answer.text).not.toContain(connection.token);
  });

  it('refuses another connection’s token exactly as it refuses an unknown one', async () => {
    const [mine, other] = [await aConnection(), await aConnection()];
    const foreign = await mine.sendBare('get', path).set('Authorization', `Bearer ${other.token}`).expect(401);
    const none = await mine.sendBare('get', path).set('Authorization', `Bearer ${unknown}`).expect(401);
    expect(foreign.body).toEqual(none.body);
  });

  it('refuses a connection that does not exist exactly as it refuses an unknown token', async () => {
    const { token } = await aConnection();
    const { origin } = await runningScim();
    for (const id of ['00000000-0000-4000-8000-000000000000', 'not-an-id']) {
      const answer = await fetch(`${origin}/scim/${id}/v2/Users`, { headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({
        status: '401',
        detail: expect.stringContaining('not valid for this connection'),
      });
    }
  });

  it('refuses an expired token and says so to whoever holds it', async () => {
    const connection = await aConnection({ expiresAt: new Date(Date.now() - 1000) });
    const answer = await connection.send('get', path).expect(401);
    expect(answer.body.detail).toContain('expired');
  });

  it('refuses a revoked token from the next request on', async () => {
    const connection = await aConnection();
    const { database } = await runningScim();
    await connection.send('get', path).expect(200);
    const [accepted] = await database.repositories.scimTokens.findAccepted(connection.key.connectionId);
    await database.repositories.scimTokens.revoke(connection.key, accepted!.tokenId);
    await connection.send('get', path).expect(401);
  });
});

describe('403', () => {
  it('refuses what the token’s scopes do not cover, and names the scope', async () => {
    const connection = await aConnection({ scopes: ['users:read'] });
    await connection.send('get', path).expect(200);
    const answer = await connection.send('delete', '/Users/00000000-0000-4000-8000-000000000000').expect(403);
    expect(answer.body).toMatchObject({ status: '403', detail: expect.stringContaining('users:write') });
    await connection.send('get', '/Groups').expect(403);
  });
});

describe('the token’s last use', () => {
  it('is written in a batch, not by each request', async () => {
    const connection = await aConnection();
    const { database } = await runningScim();
    await connection.send('get', path).expect(200);
    const lastUsed = async () => {
      const rows: { last_used_at: string | null }[] = await database.orm.em
        .fork()
        .execute('select last_used_at from scim_tokens where connection_id = ?', [connection.key.connectionId]);
      return rows[0]!.last_used_at;
    };
    expect(await lastUsed()).toBeNull();
    await expect.poll(lastUsed, { timeout: 8000, interval: 250 }).not.toBeNull();
  });
});

describe('a connection’s tokens', () => {
  it('are at most two at a time: the one in use and the one that replaces it', async () => {
    const { key } = await aConnection();
    const { database } = await runningScim();
    const add = () =>
      database.transaction(({ scimTokens }) =>
        scimTokens.insert(key, mintToken('scim'), { scopes: ['users:read'], expiresAt: new Date(Date.now() + 60_000) }),
      );
    const second = await add();
    await expect(add()).rejects.toThrow('at most 2 active SCIM tokens');
    await database.repositories.scimTokens.revoke(key, second);
    const both = await Promise.allSettled([add(), add()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
