import { describe, expect, it } from 'vitest';
import { exampleMetadata } from '../src/connections/example-metadata.js';
import { anEnabledConnection, type ConnectionUnderTest, oidcSettings, person, samlSettings } from './a-connection.js';
import { auditLog, runningAdmin } from './builders.js';
import { expiredCertificate } from './certificates.js';

const other = { ...samlSettings, entityId: 'https://idp.example.com/other' };

/** Edits an enabled connection; the fingerprint of what is pending then. */
async function revise({ administrator, place }: ConnectionUnderTest, settings: object = other): Promise<string> {
  await administrator.send('put', `${place}/sso-settings`, settings).expect(200);
  return (await administrator.send('get', `${place}/pending-revision`).expect(200)).body.sso.fingerprint;
}

const actionsOf = async (id: string) => (await auditLog(id)).map(({ action }) => action).slice(4);

describe('settings of an enabled connection', () => {
  it('wait, and those that sign people in stay', async () => {
    const connection = await anEnabledConnection();
    const { id, administrator, place } = connection;
    const before = (await administrator.send('get', place)).body;
    await administrator.send('get', `${place}/pending-revision`).expect(404);
    await revise(connection);
    const { body } = await administrator.send('get', place);
    expect(body).toMatchObject({ state: 'enabled', sso: before.sso, hasPendingRevision: true });
    const { body: pending } = await administrator.send('get', `${place}/pending-revision`).expect(200);
    expect(pending).toEqual({
      sso: {
        ...before.sso,
        entityId: other.entityId,
        fingerprint: expect.not.stringMatching(before.sso.fingerprint),
        test: null,
      },
      mappingVersion: 0,
      createdAt: expect.any(String),
    });
    await administrator.send('post', `${place}/sso-metadata`, { xml: exampleMetadata }).expect(200);
    expect(await actionsOf(id)).toEqual([
      'connection.revision_created',
      'connection.metadata_imported',
      'connection.revision_updated',
    ]);
  });

  it('go live in the moment in which a sign-in test of them passes', async () => {
    const connection = await anEnabledConnection();
    const { id, administrator, operator, place } = connection;
    const fingerprint = await revise(connection);
    const { body } = await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(200);
    expect(body).toMatchObject({
      state: 'enabled',
      hasPendingRevision: false,
      sso: { entityId: other.entityId, fingerprint, test: { isCurrent: true, passed: true } },
    });
    await administrator.send('get', `${place}/pending-revision`).expect(404);
    const events = (await auditLog(id)).slice(4);
    expect(events.map(({ action }) => action)).toEqual([
      'connection.revision_created',
      'connection.revision_tested',
      'connection.revision_applied',
    ]);
    expect(events[2]).toMatchObject({
      before: { sso: { entityId: samlSettings.entityId } },
      after: { sso: { entityId: other.entityId } },
    });
  });

  it('do not go live when their certificates expired since', async () => {
    const connection = await anEnabledConnection();
    const { administrator, operator, place, connectionId } = connection;
    await revise(connection);
    const db = (await runningAdmin()).database.orm.em.fork();
    await db.execute(
      `update connections set pending_revision = jsonb_set(pending_revision, '{settings,certificates}', ?::jsonb) where id = ?`,
      [JSON.stringify([expiredCertificate]), connectionId],
    );
    const { fingerprint } = (await administrator.send('get', `${place}/pending-revision`)).body.sso;
    const { body } = await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(409);
    expect(body).toMatchObject({ code: 'transition_refused', guard: 'certificate_valid' });
    const after = (await administrator.send('get', place)).body;
    expect(after).toMatchObject({ hasPendingRevision: true, sso: { entityId: samlSettings.entityId } });
  });

  it('wait on when their test fails, and the live ones are as tested as before', async () => {
    const connection = await anEnabledConnection();
    const { id, administrator, operator, place } = connection;
    const fingerprint = await revise(connection);
    const { body } = await operator
      .send('post', `${place}/sso-test-results`, { fingerprint, attributes: [] })
      .expect(200);
    expect(body).toMatchObject({
      state: 'enabled',
      hasPendingRevision: true,
      sso: { entityId: samlSettings.entityId, test: { isCurrent: true, passed: true } },
    });
    const { body: pending } = await administrator.send('get', `${place}/pending-revision`);
    expect(pending.sso.test).toMatchObject({ isCurrent: true, passed: false, missing: ['login'] });
    expect(await actionsOf(id)).toEqual(['connection.revision_created', 'connection.revision_tested']);
    // Edited again, the test of before does not count.
    await revise(connection, { ...other, signOnUrl: 'https://idp.example.com/sso' });
    await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(409);
  });

  it('take the version of the attribute mapping with them, and leave the one before', async () => {
    const connection = await anEnabledConnection();
    const { id, operator, place, connectionId } = connection;
    const { database } = await runningAdmin();
    await revise(connection);
    const db = database.orm.em.fork();
    await db.execute(
      `update connections set pending_revision = jsonb_set(pending_revision, '{mappingVersion}', '7') where enterprise_id = ? and id = ?`,
      [id, connectionId],
    );
    const { body: pending } = await connection.administrator.send('get', `${place}/pending-revision`);
    const test = { fingerprint: pending.sso.fingerprint, ...person };
    await operator.send('post', `${place}/sso-test-results`, test).expect(200);
    expect(
      await db.execute('select mapping_version, previous_mapping_version from connections where id = ?', [
        connectionId,
      ]),
    ).toEqual([{ mapping_version: 7, previous_mapping_version: 0 }]);
  });

  it('make a connection that is no longer enabled tested, when their test passes', async () => {
    const connection = await anEnabledConnection();
    const { administrator, operator, place, connectionId } = connection;
    const fingerprint = await revise(connection);
    const db = (await runningAdmin()).database.orm.em.fork();
    await db.execute(`update connections set state = 'configured' where id = ?`, [connectionId]);
    await operator.send('post', `${place}/sso-test-results`, { fingerprint, ...person }).expect(200);
    const { body } = await administrator.send('get', place);
    expect(body).toMatchObject({ state: 'tested', hasPendingRevision: false, sso: { entityId: other.entityId } });
  });

  it('are given up', async () => {
    const connection = await anEnabledConnection();
    const { id, administrator, place } = connection;
    await revise(connection);
    await administrator.send('delete', `${place}/pending-revision`).expect(204);
    await administrator.send('delete', `${place}/pending-revision`).expect(404);
    expect((await administrator.send('get', place)).body).toMatchObject({
      state: 'enabled',
      hasPendingRevision: false,
    });
    expect(await actionsOf(id)).toEqual(['connection.revision_created', 'connection.revision_discarded']);
  });

  it('that are made what is live again leave nothing to wait for', async () => {
    const connection = await anEnabledConnection();
    const { id, administrator, place } = connection;
    await revise(connection);
    await administrator.send('put', `${place}/sso-settings`, samlSettings).expect(200);
    await administrator.send('get', `${place}/pending-revision`).expect(404);
    expect(await actionsOf(id)).toEqual(['connection.revision_created', 'connection.revision_discarded']);
  });

  it('may change the protocol', async () => {
    const connection = await anEnabledConnection();
    const fingerprint = await revise(connection, oidcSettings);
    const test = { fingerprint, claims: { email: 'ava@example.com' } };
    const { body } = await connection.operator.send('post', `${connection.place}/sso-test-results`, test).expect(200);
    expect(body.sso).toMatchObject({ protocol: 'oidc', hasClientSecret: true, test: { passed: true } });
  });

  it('become its settings when it is edited after it was disabled', async () => {
    const connection = await anEnabledConnection();
    const { administrator, place } = connection;
    await revise(connection, { ...oidcSettings });
    await administrator.send('post', `${place}/disable`).expect(200);
    const { clientSecret: _, ...without } = oidcSettings;
    const { body } = await administrator
      .send('put', `${place}/sso-settings`, { ...without, clientAuthentication: 'client_secret_post' })
      .expect(200);
    expect(body).toMatchObject({
      state: 'configured',
      hasPendingRevision: false,
      sso: { clientAuthentication: 'client_secret_post', hasClientSecret: true },
    });
  });
});
