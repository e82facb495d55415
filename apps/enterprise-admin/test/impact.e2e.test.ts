import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#libs/persistence';
import { runApplication } from '#libs/provisioning';
import { aCaller, anEnterprise, auditLog, runningAdmin } from './builders.js';
import { ProvisionedEnterprise } from './provisioned.js';

let enterprise: ProvisionedEnterprise;
beforeEach(async () => {
  enterprise = await ProvisionedEnterprise.make();
});

const post = (path: string, body: object) => enterprise.administrator.send('post', `${enterprise.path}/${path}`, body);

describe('the impact preview', () => {
  it('names everybody whom enabling would affect, and changes nothing', async () => {
    await enterprise.put('new@example.com');
    await enterprise.put('known@example.com');
    await enterprise.put('leaver@example.com', { active: false });
    await enterprise.put('nobody@example.com', { active: false });
    await enterprise.localAccount('known@example.com');
    await enterprise.localAccount('leaver@example.com', { isAdministrator: true });
    await enterprise.localAccount('other@example.com');
    const before = await enterprise.accounts();
    const preview = await enterprise.preview();
    expect(preview).toMatchObject({
      state: 'done',
      examined: 4,
      total: 4,
      isStale: false,
      counts: {
        matched: 1,
        created: 1,
        deactivated: 1,
        reactivated: 0,
        conflicting: 0,
        notCovered: 1,
        unaffected: 1,
        administratorsAffected: 1,
        seatsTaken: 1,
        seatsFreed: 1,
      },
    });
    const named = async (category: string) => enterprise.named(preview.id, category);
    expect(await named('created')).toEqual(['new@example.com']);
    expect(await named('matched')).toEqual(['known@example.com']);
    expect(await named('deactivated')).toEqual(['leaver@example.com']);
    expect(await named('administrators')).toEqual(['leaver@example.com']);
    expect(await named('not_covered')).toEqual(['other@example.com']);
    expect(await enterprise.accounts()).toEqual(before);
  });

  it('says what enabling does: afterwards everybody is as the preview said, once', async () => {
    await enterprise.put('new@example.com');
    await enterprise.put('leaver@example.com', { active: false });
    await enterprise.localAccount('leaver@example.com');
    const enabled = await enterprise.change('enable');
    expect(enabled).toMatchObject({ state: 'enabled', application: { state: 'done', examined: 2, changed: 2 } });
    expect(await enterprise.accounts()).toEqual({
      'new@example.com': 'active, linked',
      'leaver@example.com': 'suspended, linked',
    });
    expect(await enterprise.events()).toEqual({
      'account.created': 1,
      'account.linked': 1,
      'account.updated': 1,
      'account.suspended': 1,
    });
    const { body } = await enterprise.administrator
      .send('get', `${enterprise.path}/applications/${enabled.application.id}`)
      .expect(200);
    expect(body).toEqual(enabled.application);
    expect((await enterprise.preview()).counts).toMatchObject({ matched: 2, created: 0, deactivated: 0 });
  });

  it('masks people for support', async () => {
    await enterprise.put('ava@example.com');
    const { id } = await enterprise.preview();
    const support = await aCaller('support', enterprise.key.enterpriseId);
    const place = `${enterprise.path}/impact-previews/${id}/items?category=created`;
    const { body } = await support.send('get', place).expect(200);
    expect(JSON.stringify(body)).not.toContain('ava');
    expect(body.items).toHaveLength(1);
  });

  it.each([
    ['mode', '/purpose/mode'],
    ['leave', '/purpose/keep'],
  ])('of the kind "%s" says which', async (kind, pointer) => {
    const { body } = await post('impact-previews', { purpose: { kind } }).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('of another enterprise is not there, and no change can name it', async () => {
    const { id } = await enterprise.preview();
    const other = await ProvisionedEnterprise.make();
    const stranger = await anEnterprise();
    await stranger.administrator.send('get', `${enterprise.path}/impact-previews/${id}`).expect(404);
    await other.administrator.send('get', `${other.path}/impact-previews/${id}`).expect(404);
    await other.administrator.send('get', `${other.path}/impact-previews/${id}/items?category=created`).expect(404);
    const { body } = await other.administrator.send('post', `${other.path}/enable`, { previewId: id }).expect(409);
    expect(body.code).toBe('preview_required');
  });
});

describe('enabling is refused', () => {
  it('without a preview, and the connection stays as it was', async () => {
    await enterprise.put('ava@example.com');
    const { body } = await post('enable', {}).expect(409);
    expect(body.code).toBe('preview_required');
    expect((await enterprise.administrator.send('get', enterprise.path)).body.state).toBe('tested');
    expect(await enterprise.accounts()).toEqual({});
    expect(await auditLog(enterprise.key.enterpriseId)).toEqual([]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['somebody came', () => enterprise.put('late@example.com')],
    ['somebody was made by an administrator', () => enterprise.localAccount('late@example.com')],
    [
      'the mode was changed',
      () =>
        enterprise.administrator
          .send('patch', `${enterprise.path}/provisioning-settings`, { mode: 'users_and_groups' })
          .expect(200),
    ],
    [
      'somebody was changed while somebody else was purged',
      async () => {
        await enterprise.query("update accounts set version = version + 1 where enterprise_id = ? and login = 'ben'", [
          enterprise.key.enterpriseId,
        ]);
        await enterprise.query("delete from accounts where enterprise_id = ? and login = 'eva'", [
          enterprise.key.enterpriseId,
        ]);
      },
    ],
    [
      'an hour has passed',
      () =>
        enterprise.query(
          "update impact_previews set created_at = created_at - interval '61 minutes' where connection_id = ?",
          [enterprise.key.connectionId],
        ),
    ],
  ])('with a preview since which %s', async (_, happens) => {
    await enterprise.put('ava@example.com');
    for (const login of ['ben', 'eva']) await enterprise.localAccount(login);
    const { id } = await enterprise.preview();
    await happens();
    const { body } = await post('enable', { previewId: id }).expect(409);
    expect(body.code).toBe('preview_stale');
  });

  it('with a preview of another change, and with one that is not finished', async () => {
    const leaving = await enterprise.preview({ kind: 'leave', keep: 'local' });
    expect((await post('enable', { previewId: leaving.id }).expect(409)).body.code).toBe('preview_stale');
    const { id } = await enterprise.preview();
    await enterprise.query("update impact_previews set state = 'running' where id = ?", [id]);
    expect((await post('enable', { previewId: id }).expect(409)).body.code).toBe('preview_running');
  });

  it('with a preview that failed, which says why', async () => {
    const { id } = await enterprise.preview();
    await enterprise.query("update impact_previews set state = 'running' where id = ?", [id]);
    const { database } = await runningAdmin();
    await database.repositories.impactPreviews.fail(enterprise.key, id, 'It was too much.');
    const { body } = await enterprise.administrator.send('get', `${enterprise.path}/impact-previews/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'failed', failure: 'It was too much.', finishedAt: expect.any(String) });
    expect((await post('enable', { previewId: id }).expect(409)).body.code).toBe('preview_required');
  });
});

describe('what was staged is applied', () => {
  it('once, when two administrators enable at the same moment', async () => {
    for (let n = 0; n < 20; n++) await enterprise.put(`person${n}@example.com`);
    const { id } = await enterprise.preview();
    const answers = await Promise.all([post('enable', { previewId: id }), post('enable', { previewId: id })]);
    expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 409]));
    expect(await enterprise.events()).toEqual({ 'account.created': 20 });
  });

  it('by two processes, with what the identity provider says meanwhile: in the end accounts are as the directory is', async () => {
    const users = [];
    for (let n = 0; n < 30; n++) users.push(await enterprise.put(`person${n}@example.com`));
    const { database, begun } = await enterprise.beginApplication();
    await Promise.all([
      runApplication(database, enterprise.key, begun.id),
      runApplication(database, enterprise.key, begun.id),
      enterprise.put('late@example.com'),
      ...users.map(user => enterprise.put(user.userName, { before: user, active: false })),
    ]);
    // Whoever was inactive before it was their turn has no account at all.
    for (const [login, state] of Object.entries(await enterprise.accounts()))
      expect(state).toBe(login === 'late@example.com' ? 'active, linked' : 'suspended, linked');
    const { counts } = await enterprise.preview();
    expect(counts).toMatchObject({ created: 0, deactivated: 0, reactivated: 0, conflicting: 0, notCovered: 0 });
  });

  it('page by page: one that was stopped goes on, and again changes nothing more', async () => {
    for (let n = 0; n < 3; n++) await enterprise.put(`person${n}@example.com`);
    const { database, begun } = await enterprise.beginApplication();
    await runApplication(database, enterprise.key, begun.id, AbortSignal.abort());
    expect(await enterprise.accounts()).toEqual({});
    await enterprise.query('update applications set after_id = ?, examined = 1 where id = ?', [
      (await enterprise.directoryUserIds())[0],
      begun.id,
    ]);
    await runApplication(database, enterprise.key, begun.id);
    await runApplication(database, enterprise.key, begun.id);
    expect(Object.keys(await enterprise.accounts())).toHaveLength(2);
    expect(await database.repositories.applications.find(enterprise.key, begun.id)).toMatchObject({
      state: 'done',
      examined: 3,
      changed: 2,
    });
  });

  it('no further once the connection is disabled', async () => {
    await enterprise.put('ava@example.com');
    const { database, begun } = await enterprise.beginApplication();
    await post('disable', {}).expect(200);
    await runApplication(database, enterprise.key, begun.id);
    expect(await enterprise.accounts()).toEqual({});
    const place = `${enterprise.path}/applications/${begun.id}`;
    expect((await enterprise.administrator.send('get', place).expect(200)).body).toMatchObject({
      state: 'failed',
      failure: 'The connection was disabled or paused meanwhile.',
    });
  });

  it('to a login that goes from one account to another in the same directory', async () => {
    const ava = await enterprise.put('ava@example.com');
    await enterprise.change('enable');
    await post('disable', {}).expect(200);
    await enterprise.put('ava.lind@example.com', { before: ava });
    await enterprise.put('ava@example.com');
    await enterprise.localAccount('busy@example.com');
    const preview = await enterprise.preview();
    expect(preview.counts).toMatchObject({ matched: 1, conflicting: 1, created: 0 });
    await post('enable', { previewId: preview.id }).expect(200);
    expect(await enterprise.accounts()).toEqual({
      'ava.lind@example.com': 'active, linked',
      'ava@example.com': 'active, linked',
      'busy@example.com': 'active',
    });
  });

  it('to an address that was given to somebody else', async () => {
    const old = await enterprise.put('ava@example.com', { externalId: 'old' });
    await enterprise.change('enable');
    await post('disable', {}).expect(200);
    await enterprise.remove(old);
    await enterprise.put('ava@example.com', { externalId: 'new' });
    const preview = await enterprise.preview();
    expect(preview.counts).toMatchObject({ created: 1, deactivated: 1, seatsTaken: 1 });
    await post('enable', { previewId: preview.id }).expect(200);
    expect(await enterprise.accounts()).toEqual({
      'ava@example.com (freed)': 'suspended, linked',
      'ava@example.com': 'active, linked',
    });
  });

  it('when the connection was disabled: whom the directory deleted meanwhile is suspended, who is back comes back', async () => {
    const ava = await enterprise.put('ava@example.com');
    const ben = await enterprise.put('ben@example.com');
    await enterprise.change('enable');
    const inactive = await enterprise.put('ben@example.com', { before: ben, active: false });
    await post('disable', {}).expect(200);
    await enterprise.remove(ava);
    await enterprise.put('ben@example.com', { before: inactive, active: true });
    expect(await enterprise.accounts()).toEqual({
      'ava@example.com': 'active, linked',
      'ben@example.com': 'suspended, linked',
    });
    const preview = await enterprise.preview();
    expect(preview.counts).toMatchObject({ deactivated: 1, reactivated: 1, notCovered: 0 });
    await post('enable', { previewId: preview.id }).expect(200);
    expect(await enterprise.accounts()).toEqual({
      'ava@example.com': 'suspended, linked',
      'ben@example.com': 'active, linked',
    });
    expect(
      await enterprise.query('select id from receipts where enterprise_id = ? and restored_at is null', [
        enterprise.key.enterpriseId,
      ]),
    ).toHaveLength(1);
  });

  it('in a mode that goes further, when the mode is changed', async () => {
    enterprise = await ProvisionedEnterprise.make({ mode: 'deprovision_only' });
    await enterprise.put('ava@example.com');
    await enterprise.change('enable');
    expect(await enterprise.accounts()).toEqual({});
    const place = `${enterprise.path}/provisioning-settings`;
    const patch = (body: object) => enterprise.administrator.send('patch', place, body);
    expect((await patch({ mode: 'users' }).expect(409)).body.code).toBe('preview_required');
    const preview = await enterprise.preview({ kind: 'mode', mode: 'users' });
    expect(preview.counts).toMatchObject({ created: 1 });
    await patch({ mode: 'users', previewId: preview.id }).expect(200);
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'active, linked' });
    await patch({ mode: 'deprovision_only' }).expect(200);
  });
});

it('a mode that goes further gives people what their groups are mapped to; leaving SCIM leaves it to them', async () => {
  const { database } = await runningAdmin();
  const { enterpriseId, connectionId } = enterprise.key;
  const ava = await enterprise.put('ava@example.com');
  await enterprise.change('enable');
  const organizationId = await database.repositories.enterprises.insertOrganization(enterpriseId, {
    key: 'a',
    name: 'A',
  });
  const groupId = newId();
  await enterprise.query(
    `insert into directory_groups (enterprise_id, connection_id, id, display_name, display_name_key, attributes, search, terms)
     values (?, ?, ?, 'A', 'a', '{}', '{}', '')`,
    [enterpriseId, connectionId, groupId],
  );
  await enterprise.query(
    `insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type) values (?, ?, ?, ?, 'User')`,
    [enterpriseId, connectionId, groupId, ava.id],
  );
  await enterprise.query(
    'insert into group_mappings (enterprise_id, connection_id, id, group_id, organization_id) values (?, ?, uuidv7(), ?, ?)',
    [enterpriseId, connectionId, groupId, organizationId],
  );
  const sources = () =>
    enterprise.query('select source from organization_memberships where organization_id = ?', [organizationId]);
  const { id: previewId } = await enterprise.preview({ kind: 'mode', mode: 'users_and_groups' });
  const place = `${enterprise.path}/provisioning-settings`;
  await enterprise.administrator.send('patch', place, { mode: 'users_and_groups', previewId }).expect(200);
  expect(await sources()).toEqual([{ source: 'group' }]);
  await enterprise.change('leave-scim', { keep: 'local' }, { kind: 'leave', keep: 'local' });
  expect(await sources()).toEqual([{ source: 'local' }]);
});

describe('a pause', () => {
  it('keeps what is sent, and it takes effect when provisioning is resumed', async () => {
    const ava = await enterprise.put('ava@example.com');
    await enterprise.change('enable');
    expect((await post('pause', { traffic: 'staged' }).expect(200)).body).toMatchObject({ paused: 'staged' });
    await enterprise.put('ava@example.com', { before: ava, active: false });
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'active, linked' });
    expect((await post('resume', {}).expect(409)).body.code).toBe('preview_required');
    expect(await enterprise.change('resume')).toMatchObject({
      paused: null,
      application: { state: 'done', changed: 1 },
    });
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': 'suspended, linked' });
    const actions = (await auditLog(enterprise.key.enterpriseId)).map(({ action }) => action);
    expect(actions).toEqual(['connection.enabled', 'provisioning.paused', 'provisioning.resumed']);
  });

  it('ends when the connection is enabled again', async () => {
    await enterprise.change('enable');
    await post('pause', { traffic: 'refused' }).expect(200);
    await post('disable', {}).expect(200);
    await enterprise.change('enable');
    const { body } = await post('resume', {}).expect(409);
    expect(body).toMatchObject({ code: 'transition_refused', guard: 'paused' });
  });

  it('is only of a connection that is enabled', async () => {
    expect((await post('pause', { traffic: 'staged' }).expect(409)).body).toMatchObject({ guard: 'state' });
    expect((await post('resume', {}).expect(409)).body).toMatchObject({ guard: 'state' });
    expect((await post('leave-scim', { keep: 'local' }).expect(409)).body).toMatchObject({ guard: 'state' });
  });
});

describe('leaving SCIM', () => {
  it.each([
    ['local', 'active', 'administrator'],
    ['jit', 'active', 'directory'],
    ['remove', 'suspended', 'directory'],
  ] as const)('with "%s": who was active is %s, nobody is linked', async (keep, state, suspendedBy) => {
    const { database } = await runningAdmin();
    await enterprise.put('ava@example.com');
    const ben = await enterprise.put('ben@example.com');
    await enterprise.change('enable');
    await enterprise.put('ben@example.com', { before: ben, active: false });
    await enterprise.administrator.create(`${enterprise.path}/scim-tokens`, {});
    const preview = await enterprise.preview({ kind: 'leave', keep });
    expect(preview.counts).toMatchObject(keep === 'remove' ? { deactivated: 1, matched: 1 } : { matched: 2 });
    const left = await post('leave-scim', { keep, previewId: preview.id }).expect(200);
    expect(left.body.application).toMatchObject({ state: 'done', changed: 2 });
    expect(await enterprise.accounts()).toEqual({ 'ava@example.com': state, 'ben@example.com': 'suspended' });
    expect(
      await enterprise.query("select suspended_by from accounts where enterprise_id = ? and login like 'ben%'", [
        enterprise.key.enterpriseId,
      ]),
    ).toEqual([{ suspended_by: suspendedBy }]);
    expect(await enterprise.events()).toMatchObject({
      'account.unlinked': 2,
      'account.suspended': keep === 'remove' ? 2 : 1,
    });
    expect(await database.repositories.scimTokens.findAccepted(enterprise.key.connectionId)).toEqual([]);
    expect(await database.repositories.directorySituations.count(enterprise.key)).toBe(0);
    const actions = (await auditLog(enterprise.key.enterpriseId)).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(['scim_token.revoked', 'provisioning.ended']);
  });

  it('is refused with a preview of another choice', async () => {
    await enterprise.change('enable');
    const { id } = await enterprise.preview({ kind: 'leave', keep: 'local' });
    expect((await post('leave-scim', { keep: 'remove', previewId: id }).expect(409)).body.code).toBe('preview_stale');
  });
});
