import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOfMetadata, readIdpMetadata, settingsFromMetadata } from '#libs/idp-metadata';
import type { ConnectionId } from '#libs/persistence';
import { exampleMetadata } from '../src/connections/example-metadata.js';
import { aConnection, anEnabledConnection, configure, passTest, samlSettings } from './a-connection.js';
import { auditLog, runningAdmin, type RunningAdmin, startAdmin } from './builders.js';
import { validCertificate } from './certificates.js';

const defaults = {
  signOnBinding: 'HTTP-Redirect',
  singleLogoutUrl: null,
  clockSkewSeconds: 60,
  allowsIdpInitiated: false,
  metadataUrl: null,
};
const options = {
  singleLogoutUrl: 'https://acme.okta.com/app/postern/slo/saml',
  clockSkewSeconds: 120,
  allowsIdpInitiated: true,
  metadataUrl: 'https://acme.okta.com/app/exk1/sso/saml/metadata',
};

describe('the options of a SAML connection', () => {
  it('have defaults, stay when they are left out, and void no sign-in test but the binding', async () => {
    const connection = await aConnection();
    const { administrator, place, id } = connection;
    const { body: first } = await administrator.send('put', `${place}/sso-settings`, samlSettings).expect(200);
    expect(first.sso).toMatchObject(defaults);
    await passTest(connection, first.sso.fingerprint);
    const settings = { ...samlSettings, ...options };
    const { body } = await administrator.send('put', `${place}/sso-settings`, settings).expect(200);
    expect(body).toMatchObject({ state: 'tested', sso: { ...options, fingerprint: first.sso.fingerprint } });
    expect(body.sso.test).toMatchObject({ isCurrent: true });
    expect((await auditLog(id)).at(-1)).toMatchObject({
      action: 'connection.configured',
      after: { state: 'tested', sso: { clockSkewSeconds: 120, allowsIdpInitiated: true } },
    });
    const { body: again } = await administrator.send('put', `${place}/sso-settings`, samlSettings).expect(200);
    expect(again).toEqual(body);
    const cleared = { ...samlSettings, singleLogoutUrl: null, metadataUrl: null };
    const { body: without } = await administrator.send('put', `${place}/sso-settings`, cleared).expect(200);
    expect(without.sso).toMatchObject({ singleLogoutUrl: null, metadataUrl: null, clockSkewSeconds: 120 });
    const byPost = { ...samlSettings, signOnBinding: 'HTTP-POST' };
    const { body: other } = await administrator.send('put', `${place}/sso-settings`, byPost).expect(200);
    expect(other).toMatchObject({ state: 'configured', sso: { signOnBinding: 'HTTP-POST', test: null } });
  });

  it('of an enabled connection are live at once, also while a revision is pending', async () => {
    const connection = await anEnabledConnection();
    const { administrator, place } = connection;
    const another = { ...samlSettings, signOnUrl: 'https://acme.okta.com/other' };
    await administrator.send('put', `${place}/sso-settings`, another).expect(200);
    const changed = { ...another, clockSkewSeconds: 10 };
    const { body } = await administrator.send('put', `${place}/sso-settings`, changed).expect(200);
    expect(body).toMatchObject({ state: 'enabled', hasPendingRevision: true });
    expect(body.sso).toMatchObject({ signOnUrl: samlSettings.signOnUrl, clockSkewSeconds: 10 });
    expect((await administrator.send('get', `${place}/pending-revision`)).body.sso).toMatchObject({
      signOnUrl: another.signOnUrl,
      clockSkewSeconds: 10,
    });
  });

  it.each([
    ['clockSkewSeconds', 301],
    ['clockSkewSeconds', -1],
    ['clockSkewSeconds', 1.5],
    ['signOnBinding', 'HTTP-Artifact'],
    ['singleLogoutUrl', 'http://acme.okta.com/slo'],
    ['metadataUrl', 'ftp://acme.okta.com/'],
    ['allowsIdpInitiated', 'yes'],
  ])('%s cannot be %j', async (name, value) => {
    const { administrator, place } = await aConnection();
    const settings = { ...samlSettings, [name]: value };
    const { body } = await administrator.send('put', `${place}/sso-settings`, settings).expect(400);
    expect(body.errors[0].pointer).toBe(`/${name}`);
  });
});

describe('metadata from a URL', () => {
  let admin: RunningAdmin;
  let idp: Server;
  let url: string;
  let answer: { status: number; body: string };

  beforeAll(async () => {
    admin = await startAdmin({ environment: { ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' } });
    idp = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
    await new Promise<void>(resolve => idp.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(idp.address() as AddressInfo).port}/metadata`;
  });
  afterAll(async () => {
    idp.close();
    await admin.close();
  });

  const changedMetadata = exampleMetadata.replace(
    '<SingleSignOnService',
    '<SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://acme.okta.com/slo"/><SingleSignOnService',
  );

  it('is imported, and read again from there', async () => {
    answer = { status: 200, body: changedMetadata };
    const { administrator, place, id } = await aConnection();
    const at = administrator.at(admin.server);
    const { body } = await at.send('post', `${place}/sso-metadata`, { url }).expect(200);
    expect(body.sso).toMatchObject({
      ...defaults,
      entityId: 'http://www.okta.com/exk1example',
      singleLogoutUrl: 'https://acme.okta.com/slo',
      metadataUrl: url,
    });
    expect((await auditLog(id)).map(({ action }) => action)).toContain('connection.metadata_imported');
    const { body: byFile } = await at.send('post', `${place}/sso-metadata`, { xml: exampleMetadata }).expect(200);
    expect(byFile.sso).toMatchObject({ metadataUrl: null, singleLogoutUrl: null });
  });

  it('is taken over when it changed, by its digest alone', async () => {
    const { database } = await runningAdmin();
    answer = { status: 200, body: exampleMetadata };
    const { administrator, place, id, connectionId } = await aConnection();
    const at = administrator.at(admin.server);
    await at.send('post', `${place}/sso-metadata`, { url }).expect(200);
    answer.body = changedMetadata;
    const metadata = readIdpMetadata(changedMetadata, new Date());
    const digest = digestOfMetadata(settingsFromMetadata(metadata, { before: undefined, metadataUrl: url }));
    const key = { enterpriseId: id, connectionId: connectionId as ConnectionId };
    await database.repositories.raisedWarnings.raise(key, 'METADATA_CHANGED', { digest });
    const wrong = await at.send('post', `${place}/sso-metadata/accept`, { digest: '0'.repeat(64) }).expect(409);
    expect(wrong.body.code).toBe('metadata_changed');
    const { body } = await at.send('post', `${place}/sso-metadata/accept`, { digest }).expect(200);
    expect(body.sso).toMatchObject({ singleLogoutUrl: 'https://acme.okta.com/slo', metadataUrl: url });
    expect(await database.repositories.raisedWarnings.list(key)).toEqual([]);
  });

  it.each([
    ['nothing', () => ({}), '/xml'],
    ['both', () => ({ url, xml: exampleMetadata }), '/xml'],
    ['no URL', () => ({ url: 'metadata' }), '/url'],
    ['a page', () => ({ url }), '/url', { status: 200, body: '<html></html>' }],
    ['another status', () => ({ url }), '/url', { status: 404, body: exampleMetadata }],
  ])('with %s is refused', async (_, body, pointer, answered = { status: 200, body: exampleMetadata }) => {
    answer = answered;
    const { administrator, place } = await aConnection();
    const refused = await administrator.at(admin.server).send('post', `${place}/sso-metadata`, body()).expect(400);
    expect(refused.body.errors[0].pointer).toBe(pointer);
  });

  it('is not fetched from a private address, and not for another enterprise', async () => {
    let asked = 0;
    answer = { status: 200, body: exampleMetadata };
    idp.on('request', () => asked++);
    const [mine, other] = [await aConnection(), await aConnection()];
    const { body } = await mine.administrator.send('post', `${mine.place}/sso-metadata`, { url }).expect(400);
    expect(body.errors[0].pointer).toBe('/url');
    await mine.administrator.at(admin.server).send('post', `${other.place}/sso-metadata`, { url }).expect(404);
    expect(asked).toBe(0);
  });

  it('is needed to accept one', async () => {
    const connection = await aConnection();
    await configure(connection, { ...samlSettings, certificates: [validCertificate] });
    const accept = { digest: '0'.repeat(64) };
    const { body } = await connection.administrator
      .send('post', `${connection.place}/sso-metadata/accept`, accept)
      .expect(409);
    expect(body.code).toBe('no_metadata_url');
  });
});
