import { describe, expect, it } from 'vitest';
import { exampleMetadata } from '../src/connections/example-metadata.js';
import { aConnection, configure, type ConnectionUnderTest, oidcSettings, samlSettings } from './a-connection.js';
import { auditLog, runningAdmin, testSecretBox, enableConnection } from './builders.js';
import { validCertificate } from './certificates.js';
import { discovery } from './discovery-of-tests.js';

/** The client secret as it is stored. */
async function sealedSecret(connectionId: string): Promise<string> {
  const { database } = await runningAdmin();
  const rows: { sealed: string }[] = await database.orm.em
    .fork()
    .execute("select sso_settings->>'sealedClientSecret' as sealed from connections where id = ?", [connectionId]);
  return rows[0]?.sealed ?? '';
}

describe('an OpenID provider', () => {
  it('is kept with its client secret sealed, which is never told', async () => {
    const { id, administrator, place, connectionId } = await aConnection();
    const { body } = await administrator.send('put', `${place}/sso-settings`, oidcSettings).expect(200);
    const { clientSecret, ...told } = oidcSettings;
    expect(body).toMatchObject({ state: 'configured', sso: { ...told, hasClientSecret: true, test: null } });
    const sealed = await sealedSecret(connectionId);
    const context = `oidc-client-secret:${id}:${connectionId}`;
    expect((await testSecretBox.open(sealed, context)).reveal()).toBe(clientSecret);
    await expect(testSecretBox.open(sealed, `oidc-client-secret:${id}:${id}`)).rejects.toThrow('cannot be opened');
    const log = await auditLog(id);
    expect(log.at(-1)).toMatchObject({ action: 'connection.configured', after: { sso: { secretIsSet: true } } });
    const shown = JSON.stringify([body, log, await administrator.send('get', place)]);
    expect(shown).not.toContain(clientSecret);
    expect(shown).not.toContain(sealed);
  });

  it('keeps its client secret when it is left out or the same, and counts a new one as a change', async () => {
    const connection = await aConnection();
    const { clientSecret: _, ...without } = oidcSettings;
    const fingerprint = await configure(connection, oidcSettings);
    const sealed = await sealedSecret(connection.connectionId);
    expect(await configure(connection, without)).toBe(fingerprint);
    expect(await configure(connection, oidcSettings)).toBe(fingerprint);
    expect(await sealedSecret(connection.connectionId)).toBe(sealed);
    expect(await configure(connection, { ...without, clientAuthentication: 'client_secret_post' })).not.toBe(
      fingerprint,
    );
    expect(await sealedSecret(connection.connectionId)).toBe(sealed);
    expect(await configure(connection, { ...oidcSettings, clientSecret: 'another' })).not.toBe(fingerprint);
    expect(await sealedSecret(connection.connectionId)).not.toBe(sealed);
  });

  it('has no client secret with private_key_jwt', async () => {
    const connection = await aConnection();
    const { clientSecret: _, ...without } = oidcSettings;
    await configure(connection, oidcSettings);
    await configure(connection, { ...without, clientAuthentication: 'private_key_jwt' });
    const { body } = await connection.administrator.send('get', connection.place);
    expect(body.sso).toMatchObject({ clientAuthentication: 'private_key_jwt', hasClientSecret: false });
    expect(await sealedSecret(connection.connectionId)).toBe('');
  });

  it.each([
    ['without TLS', { issuer: 'http://acme.okta.com' }, '/issuer'],
    ['with a query', { issuer: 'https://acme.okta.com?a=b' }, '/issuer'],
    ['with a fragment', { issuer: 'https://acme.okta.com#a' }, '/issuer'],
    ['without a client ID', { clientId: '' }, '/clientId'],
    ['with another way to prove who it is', { clientAuthentication: 'none' }, '/clientAuthentication'],
    ['without a client secret', { clientSecret: undefined }, '/clientSecret'],
    ['with a client secret and private_key_jwt', { clientAuthentication: 'private_key_jwt' }, '/clientSecret'],
    ['with certificates', { certificates: [validCertificate] }, '/certificates'],
  ])('%s is refused', async (_, change, pointer) => {
    const { administrator, place } = await aConnection();
    const { body } = await administrator
      .send('put', `${place}/sso-settings`, { ...oidcSettings, ...change })
      .expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
    expect(JSON.stringify(body)).not.toContain(oidcSettings.clientSecret);
  });

  it.each([{ issuer: 'https://other.okta.com' }, { clientId: 'other' }])(
    'with %j needs the client secret again',
    async change => {
      const connection = await aConnection();
      await configure(connection, oidcSettings);
      const body = { ...oidcSettings, ...change, clientSecret: undefined };
      await connection.administrator.send('put', `${connection.place}/sso-settings`, body).expect(400);
    },
  );
});

describe('the discovery document of an OpenID provider', () => {
  const put = (issuer: string, { administrator, place }: ConnectionUnderTest) =>
    administrator.send('put', `${place}/sso-settings`, { ...oidcSettings, issuer });
  const warnings = async ({ administrator, place }: ConnectionUnderTest) =>
    (await administrator.send('get', `${place}/warnings`).expect(200)).body.items as readonly {
      readonly code: string;
    }[];

  it.each<[string, string, object, RegExp]>([
    ['is of every tenant', 'https://login.microsoftonline.com/common/v2.0', {}, /every tenant/],
    [
      'is of another issuer',
      'https://a.example.com',
      { issuer: 'https://b.example.com' },
      /that of https:\/\/b.example.com$/,
    ],
    ['knows no PKCE with S256', 'https://c.example.com', { code_challenge_methods_supported: ['plain'] }, /PKCE/],
  ])('that %s is refused, and nothing is kept', async (_, issuer, document, detail) => {
    discovery.set(issuer, document);
    const connection = await aConnection();
    const { body } = await put(issuer, connection).expect(400);
    expect(body.errors).toEqual([{ pointer: '/issuer', detail: expect.stringMatching(detail) }]);
    const { body: kept } = await connection.administrator.send('get', connection.place);
    expect(kept).toMatchObject({ state: 'draft', sso: null });
  });

  it('that cannot be read is warned of, until it can be', async () => {
    const issuer = 'https://down.example.com';
    const connection = await aConnection();
    discovery.set(issuer, null);
    expect((await put(issuer, connection).expect(200)).body.state).toBe('configured');
    const evidence = { issuer, reason: 'oidc_issuer_unreachable' };
    const raised = expect.arrayContaining([
      expect.objectContaining({ code: 'METADATA_UNREACHABLE', evidence: expect.objectContaining(evidence) }),
    ]);
    expect(await warnings(connection)).toEqual(raised);
    discovery.delete(issuer);
    await put(issuer, connection).expect(200);
    expect((await warnings(connection)).map(({ code }) => code)).not.toContain('METADATA_UNREACHABLE');
    discovery.set(issuer, null);
    await put(issuer, connection).expect(200);
    expect(await warnings(connection)).toEqual(raised);
    await configure(connection, samlSettings);
    expect((await warnings(connection)).map(({ code }) => code)).not.toContain('METADATA_UNREACHABLE');
  });

  it('is not asked for by whoever may not change the connection, or of one of another enterprise', async () => {
    const [own, another] = [await aConnection(), await aConnection()];
    await put('https://c.example.com', { ...own, administrator: another.administrator }).expect(404);
  });
});

describe('settings of a SAML identity provider', () => {
  it('that are other ones make the test of the earlier ones count no more', async () => {
    const connection = await aConnection({ upTo: 'tested' });
    const { administrator, place } = connection;
    const { body: tested } = await administrator.send('get', place);
    const other = { ...samlSettings, entityId: 'http://www.okta.com/other' };
    const { body } = await administrator.send('put', `${place}/sso-settings`, other).expect(200);
    expect(body).toMatchObject({ state: 'configured', sso: { test: null } });
    expect(body.sso.fingerprint).not.toBe(tested.sso.fingerprint);
  });

  it('that are there already change nothing', async () => {
    const connection = await aConnection({ upTo: 'tested' });
    const before = await connection.administrator.send('get', connection.place);
    await configure(connection);
    const { body } = await connection.administrator.send('get', connection.place);
    expect(body).toEqual(before.body);
    expect(body.state).toBe('tested');
  });

  it('of a disabled connection make it configured', async () => {
    const connection = await aConnection({ upTo: 'tested' });
    const { administrator, place } = connection;
    expect((await enableConnection(administrator, place)).status).toBe(200);
    await administrator.send('post', `${place}/disable`).expect(200);
    await configure(connection, { ...samlSettings, entityId: 'http://www.okta.com/other' });
    expect((await administrator.send('get', place)).body).toMatchObject({
      state: 'configured',
      hasPendingRevision: false,
    });
  });
});

describe('metadata', () => {
  it('configures the connection with what it says', async () => {
    const { id, administrator, place } = await aConnection();
    const { body } = await administrator.send('post', `${place}/sso-metadata`, { xml: exampleMetadata }).expect(200);
    expect(body).toMatchObject({
      state: 'configured',
      sso: {
        protocol: 'saml',
        entityId: 'http://www.okta.com/exk1example',
        signOnUrl: 'https://acme.okta.com/app/postern/exk1example/sso/saml',
        certificates: [{ subject: 'CN=valid.example', state: 'valid' }],
      },
    });
    expect((await auditLog(id)).map(({ action }) => action)).toEqual([
      'connection.created',
      'connection.metadata_imported',
      'connection.configured',
    ]);
  });

  it.each([
    ['a sign-in page', '<!DOCTYPE html><html></html>', /web page/],
    ['an external entity', `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${exampleMetadata}`, /DOCTYPE/],
    ['half a document', exampleMetadata.slice(0, 900), /well-formed/],
    ['text', 'metadata', /well-formed/],
  ])('that is %s is refused with what to do', async (_, xml, detail) => {
    const { id, administrator, place } = await aConnection();
    const { body } = await administrator.send('post', `${place}/sso-metadata`, { xml }).expect(400);
    expect(body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '/xml', detail: expect.stringMatching(detail) }],
    });
    expect(await auditLog(id)).toHaveLength(1);
  });

  it('that is no text is refused', async () => {
    const { administrator, place } = await aConnection();
    const { body } = await administrator.send('post', `${place}/sso-metadata`, { xml: 1 }).expect(400);
    expect(body.errors[0].pointer).toBe('/xml');
  });
});
