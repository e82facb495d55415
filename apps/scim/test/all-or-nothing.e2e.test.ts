import { describe, expect, it } from 'vitest';
import { aConnection, aGroup, aPatch, aUser } from './builders.js';

const tooLong = 'x'.repeat(2000);

describe('400: a write that cannot be stored changes neither the directory nor the account', () => {
  it.each([false, true])('PATCH that sets active to %s beside an externalId that is too long', async active => {
    const connection = await aConnection();
    const user = aUser();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    const path = `/Users/${body.id}`;
    await connection.send('patch', path, aPatch({ op: 'replace', path: 'active', value: !active })).expect(200);
    const before = await connection.account(user.userName);
    const patch = aPatch(
      { op: 'replace', path: 'active', value: active },
      { op: 'replace', path: 'externalId', value: tooLong },
    );
    await connection.send('patch', path, patch).expect(400);
    expect((await connection.send('get', path).expect(200)).body.active).toBe(!active);
    expect(await connection.account(user.userName)).toEqual(before);
  });

  it('PUT that takes a suspended person back and is too large', async () => {
    const connection = await aConnection();
    const user = aUser({ active: false });
    const { body } = await connection.send('post', '/Users', user).expect(201);
    const before = await connection.account(user.userName);
    const emails = Array.from({ length: 240 }, (_, n) => ({ value: `${'x'.repeat(1200)}${n}@example.com` }));
    await connection.send('put', `/Users/${body.id}`, { ...user, active: true, emails }).expect(400);
    expect(await connection.account(user.userName)).toEqual(before);
  });

  it('POST of somebody new, and of somebody who comes back', async () => {
    const connection = await aConnection();
    const user = aUser();
    await connection.send('post', '/Users', { ...user, externalId: tooLong }).expect(400);
    expect(await connection.account(user.userName)).toBeUndefined();
    const { body } = await connection.send('post', '/Users', user).expect(201);
    await connection.send('patch', `/Users/${body.id}`, aPatch({ op: 'replace', path: 'active', value: false }));
    await connection.send('post', '/Users', { ...user, externalId: tooLong }).expect(400);
    expect(await connection.account(user.userName)).toMatchObject({ state: 'suspended' });
  });
});

describe('ids are case exact (RFC 7643 §3.1)', () => {
  it('a member’s id in upper case is nobody’s: 400 when added, nothing when removed', async () => {
    const connection = await aConnection();
    const { body: user } = await connection.send('post', '/Users', aUser()).expect(201);
    const members = [{ value: user.id }];
    const { body: group } = await connection.send('post', '/Groups', aGroup({ members })).expect(201);
    const path = `/Groups/${group.id}`;
    const upper = [{ value: user.id.toUpperCase() }];
    await connection
      .send('patch', path, aPatch({ op: 'add', path: 'members', value: [...members, ...upper] }))
      .expect(400);
    await connection.send('patch', path, aPatch({ op: 'remove', path: 'members', value: upper })).expect(204);
    expect((await connection.send('get', path).expect(200)).body.members).toHaveLength(1);
    await connection.send('get', `/Users/${user.id.toUpperCase()}`).expect(404);
  });
});
