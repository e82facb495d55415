import { describe, expect, it } from 'vitest';
import { aConnection, aPatch, aUser } from './builders.js';

const BADGES = 'urn:example:params:scim:schemas:badges:2.0:User';
const userExtensions = [{ id: BADGES, attributes: [{ name: 'badge', uniqueness: 'server' }, { name: 'colour' }] }];
const withBadge = (badge: string) => aUser({ schemas: [BADGES], [BADGES]: { badge, colour: 'red' } });

describe('409 uniqueness of a custom attribute (RFC 7643 §7)', () => {
  it('refuses a value that another user has, in whatever letter case, on POST, PUT and PATCH', async () => {
    const connection = await aConnection({ userExtensions });
    await connection.send('post', '/Users', withBadge('B-1')).expect(201);
    const { body } = await connection.send('post', '/Users', withBadge('b-1')).expect(409);
    expect(body).toMatchObject({ scimType: 'uniqueness', detail: expect.stringContaining('badge') });
    const other = await connection.send('post', '/Users', withBadge('B-2')).expect(201);
    const path = `/Users/${other.body.id}`;
    await connection.send('put', path, { ...withBadge('B-1'), userName: other.body.userName }).expect(409);
    const patch = (badge: string) => aPatch({ op: 'replace', path: `${BADGES}:badge`, value: badge });
    await connection.send('patch', path, patch('B-1')).expect(409);
    await connection.send('patch', path, patch('b-2')).expect(200);
  });

  it('lets the value go with its user, and another connection have it', async () => {
    const connection = await aConnection({ userExtensions });
    const { body } = await connection.send('post', '/Users', withBadge('B-1')).expect(201);
    await (await aConnection({ userExtensions })).send('post', '/Users', withBadge('B-1')).expect(201);
    await connection.send('delete', `/Users/${body.id}`).expect(204);
    await connection.send('post', '/Users', withBadge('B-1')).expect(201);
  });

  it('of sixteen users with one value, created at once, makes one', async () => {
    const connection = await aConnection({ userExtensions });
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => connection.send('post', '/Users', withBadge('B-1'))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(15);
  });
});
