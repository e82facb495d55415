import { describe, expect, it } from 'vitest';
import { aConnection, anEnabledConnection, configure, oidcSettings, samlSettings } from './a-connection.js';
import { auditLog } from './builders.js';
import { exampleMetadata } from '../src/connections/example-metadata.js';
import { expiredCertificate, validCertificate, weakCertificate } from './certificates.js';

describe('the certificates of a connection', () => {
  it('tell how long they are valid', async () => {
    const connection = await aConnection({ upTo: 'tested' });
    const { administrator, place } = connection;
    const { body } = await administrator.send('get', `${place}/certificates`).expect(200);
    const certificate = {
      id: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-8/),
      subject: 'CN=valid.example',
      validFrom: expect.stringMatching(/Z$/),
      validTo: expect.stringMatching(/Z$/),
      fingerprint: expect.stringMatching(/^(?:[\dA-F]{2}:){31}[\dA-F]{2}$/),
      state: 'valid',
      daysLeft: expect.any(Number),
    };
    expect(body).toEqual({ items: [{ ...certificate, isLive: true }] });
    expect((await administrator.send('get', place)).body.sso.certificates).toEqual([certificate]);
    const one = await administrator.send('get', `${place}/certificates/${body.items[0].id}`).expect(200);
    expect(one.body).toEqual(body.items[0]);
  });

  it('are added and removed, each time with another test to pass', async () => {
    const { id: enterpriseId, administrator, place } = await aConnection({ upTo: 'tested' });
    const added = await administrator
      .send('post', `${place}/certificates`, { certificate: expiredCertificate })
      .expect(201);
    expect(added.body).toMatchObject({ subject: 'CN=expired.example', state: 'expired', daysLeft: 0, isLive: true });
    expect(added.headers['location']).toMatch(new RegExp(`/certificates/${added.body.id}$`));
    expect((await administrator.send('get', place)).body).toMatchObject({ state: 'configured', sso: { test: null } });
    await administrator.send('delete', `${place}/certificates/${added.body.id}`).expect(204);
    await administrator.send('delete', `${place}/certificates/${added.body.id}`).expect(404);
    const events = (await auditLog(enterpriseId)).slice(-4);
    expect(events.map(({ action }) => action)).toEqual([
      'certificate.added',
      'connection.configured',
      'connection.configured',
      'certificate.removed',
    ]);
    expect(events[0]).toMatchObject({
      target: { type: 'certificate', id: added.body.id },
      after: { subject: 'CN=expired.example' },
    });
  });

  it('that is there already is answered as it is', async () => {
    const { id, administrator, place } = await aConnection({ upTo: 'tested' });
    const { length } = await auditLog(id);
    await administrator.send('post', `${place}/certificates`, { certificate: validCertificate }).expect(201);
    expect(await auditLog(id)).toHaveLength(length);
    expect((await administrator.send('get', place)).body.state).toBe('tested');
  });

  it.each([
    ['with a key that can be broken', weakCertificate, weakCertificate],
    ['that are two in one text', validCertificate + expiredCertificate, undefined],
  ])('%s are taken by no door', async (_, certificate, inMetadata) => {
    const { administrator, place } = await aConnection({ upTo: 'tested' });
    await administrator.send('post', `${place}/certificates`, { certificate }).expect(400);
    const settings = { ...samlSettings, certificates: [validCertificate, certificate] };
    await administrator.send('put', `${place}/sso-settings`, settings).expect(400);
    if (inMetadata === undefined) return;
    const digits = (pem: string) => pem.split('\n').slice(1, -2).join('');
    const xml = exampleMetadata.replace(digits(validCertificate), digits(inMetadata));
    const { body } = await administrator.send('post', `${place}/sso-metadata`, { xml }).expect(400);
    expect(body.errors).toEqual([{ pointer: '/xml', detail: expect.stringContaining('2048 bits') }]);
  });

  it('of an enabled connection are added to the pending revision', async () => {
    const { administrator, place } = await anEnabledConnection();
    const { body } = await administrator
      .send('post', `${place}/certificates`, { certificate: expiredCertificate })
      .expect(201);
    expect(body.isLive).toBe(false);
    const { body: list } = await administrator.send('get', `${place}/certificates`);
    expect(list.items.map(({ isLive }: { isLive: boolean }) => isLive)).toEqual([true, false]);
    const { body: connection } = await administrator.send('get', place);
    expect(connection).toMatchObject({ state: 'enabled', hasPendingRevision: true });
    expect(connection.sso.certificates).toHaveLength(1);
  });
});

describe('409', () => {
  it('when no valid one would remain', async () => {
    const connection = await aConnection({ upTo: 'tested' });
    const { administrator, place } = connection;
    await administrator.send('post', `${place}/certificates`, { certificate: expiredCertificate }).expect(201);
    const { body: list } = await administrator.send('get', `${place}/certificates`);
    const { body } = await administrator.send('delete', `${place}/certificates/${list.items[0].id}`).expect(409);
    expect(body).toMatchObject({ guard: 'certificate_valid', clickPath: expect.stringContaining('Certificates') });
    expect((await administrator.send('get', `${place}/certificates`)).body).toEqual(list);
  });

  it('for a connection that does not speak SAML 2.0', async () => {
    const connection = await aConnection();
    const { administrator, place } = connection;
    const add = () =>
      administrator.send('post', `${place}/certificates`, { certificate: validCertificate }).expect(409);
    expect((await add()).body.code).toBe('not_saml');
    await configure(connection, oidcSettings);
    expect((await add()).body.code).toBe('not_saml');
    expect((await administrator.send('get', `${place}/certificates`).expect(200)).body.items).toEqual([]);
  });

  it('for a sixth', async () => {
    const connection = await aConnection();
    const { administrator, place } = connection;
    // The same certificate in other words is the same certificate, so the list is filled as nobody would.
    const certificates = Array.from({ length: 5 }, () => validCertificate);
    await configure(connection, { ...samlSettings, certificates });
    const { body } = await administrator
      .send('post', `${place}/certificates`, { certificate: expiredCertificate })
      .expect(409);
    expect(body.code).toBe('too_many_certificates');
  });
});

it('400 for something that is no certificate', async () => {
  const { administrator, place } = await aConnection({ upTo: 'tested' });
  const { body } = await administrator.send('post', `${place}/certificates`, { certificate: 'x' }).expect(400);
  expect(body.errors[0].pointer).toBe('/certificate');
});
