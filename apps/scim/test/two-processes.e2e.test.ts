import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aConnection,
  aGroup,
  aPatch,
  aUser,
  runningScim,
  type RunningScim,
  startScim,
  TestConnection,
} from './builders.js';

/** A second service on the same database, which shares nothing else with the first: neither memory nor connections. */
let other: RunningScim;
/** One connection as it is reached through either. */
let one: TestConnection;
let two: TestConnection;

beforeAll(async () => {
  other = await startScim();
  one = await aConnection();
  two = throughOther(one);
});
afterAll(() => other.close());

function throughOther({ key, token }: TestConnection): TestConnection {
  return new TestConnection(other.server, other.database, key, token, `${other.origin}/scim/${key.connectionId}/v2`);
}

/** Alternately the first and the second service. */
const spread = (index: number) => (index % 2 === 0 ? one : two);

const statusesOf = (answers: readonly { readonly status: number }[]) =>
  answers.map(({ status }) => status).toSorted((left, right) => left - right);

describe('two services on one database', () => {
  it('of sixteen creates of one person that arrive at once, one is made, with one account', async () => {
    const user = aUser({ externalId: 'twins' });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => spread(index).send('post', '/Users', user)),
    );
    expect(statusesOf(answers)).toEqual([201, ...Array.from({ length: 15 }, () => 409)]);
    for (const connection of [one, two])
      expect(await connection.list('Users', { filter: 'externalId eq "twins"' })).toMatchObject({ totalResults: 1 });
    expect(await one.accounts(user.userName)).toMatchObject([{ state: 'active' }]);
  });

  it('lose no member of forty that are added at once, and give each change its version', async () => {
    const ids = await one.manyUsers(40);
    const { id } = await two.create('Groups', aGroup());
    const answers = await Promise.all(
      ids.map((value, index) =>
        spread(index).send('patch', `/Groups/${id}`, aPatch({ op: 'add', path: 'members', value: [{ value }] })),
      ),
    );
    expect(new Set(answers.map(({ headers }) => headers['etag'])).size).toBe(40);
    for (const connection of [one, two]) {
      const { body } = await connection.send('get', `/Groups/${id}`).expect(200);
      expect(body.members.map(({ value }: { value: string }) => value)).toEqual(ids);
      expect(body.meta.version).toBe('W/"41"');
    }
  });

  it('lose no attribute of a person that is changed at once, and neither a deactivation', async () => {
    const { id, userName } = await one.create('Users', aUser());
    const names = [
      'title',
      'nickName',
      'displayName',
      'userType',
      'locale',
      'timezone',
      'preferredLanguage',
      'externalId',
    ];
    const changes = [...names.map(name => ({ [name]: `x-${name}` })), { active: false }];
    await Promise.all(
      changes.map((value, index) =>
        spread(index)
          .send('patch', `/Users/${id}`, aPatch({ op: 'replace', value }))
          .expect(200),
      ),
    );
    for (const connection of [one, two])
      expect((await connection.send('get', `/Users/${id}`)).body).toMatchObject({
        ...Object.assign({}, ...changes),
        meta: { version: 'W/"10"' },
      });
    expect(await two.account(String(userName))).toMatchObject({ state: 'suspended' });
  });

  it('let one of the changes through that name the same version', async () => {
    const { id } = await one.create('Users', aUser());
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        spread(index)
          .send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'title', value: `x${index}` }))
          .set('If-Match', 'W/"1"'),
      ),
    );
    expect(statusesOf(answers)).toEqual([200, ...Array.from({ length: 7 }, () => 412)]);
  });

  it('know at once what was written through the other', async () => {
    const connection = await aConnection();
    const twin = throughOther(connection);
    for (let index = 0; index < 6; index++) {
      const [writer, reader] = index % 2 === 0 ? [connection, twin] : [twin, connection];
      const { id } = await writer.create('Users', aUser());
      expect(await reader.list('Users', {})).toMatchObject({ totalResults: index + 1 });
      await writer.send('patch', `/Users/${id}`, aPatch({ op: 'replace', path: 'title', value: 'x' })).expect(200);
      expect((await reader.send('get', `/Users/${id}`)).headers['etag']).toBe('W/"2"');
    }
  });

  it('read each other’s cursors', async () => {
    const connection = await aConnection();
    const ids = await connection.manyUsers(10);
    const twin = throughOther(connection);
    const parameters = { count: '3', sortBy: 'id', sortOrder: 'descending', attributes: 'id' };
    const seen: string[] = [];
    let cursor: string | undefined = '';
    for (let page = 0; cursor !== undefined && page < 10; page++) {
      const list = await (page % 2 === 0 ? connection : twin).list('Users', { ...parameters, cursor });
      seen.push(...list.Resources.map(({ id }) => id));
      cursor = list.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  it('refuse a token from the next request on that was revoked through the other', async () => {
    const connection = await aConnection();
    const twin = throughOther(connection);
    const { database } = await runningScim();
    for (const each of [connection, twin]) await each.send('get', '/Users').expect(200);
    const [token] = await database.repositories.scimTokens.findAccepted(connection.key.connectionId);
    if (!token) throw new Error('The connection has no token');
    await database.transaction(({ scimTokens }) => scimTokens.revoke(connection.key, token.tokenId));
    for (const each of [twin, connection]) await each.send('get', '/Users').expect(401);
  });
});
