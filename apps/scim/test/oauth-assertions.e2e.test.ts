import { exportSPKI, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WorkloadIdentity } from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { aConnection, type RunningScim, startScim } from './builders.js';
import { aKey, aKeyServer, basic, inSeconds, KeyServer, runningOAuth, TestClient } from './oauth-builders.js';

type Key = Awaited<ReturnType<typeof aKey>>;

let service: RunningScim;
let key: Key;

beforeAll(async () => {
  service = await runningOAuth();
  key = await aKey('one');
});

/** Signed with the public key as if it were a secret that both know. */
async function signedWithPublicKey(claims: JWTPayload): Promise<string> {
  const publicKey = await importJWK(key.jwk, 'ES256', { extractable: true });
  if (publicKey instanceof Uint8Array) throw new Error('It is no public key');
  const secret = new TextEncoder().encode(await exportSPKI(publicKey));
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
}

describe('private_key_jwt (RFC 7523)', () => {
  let client: TestClient;
  beforeAll(async () => {
    const other = await aKey('two');
    client = await TestClient.of(service, await aConnection({}, service), { jwks: { keys: [key.jwk, other.jwk] } });
  });

  it.each<[string, () => JWTPayload, Record<string, string>]>([
    ['for the token endpoint', () => client.claims(), {}],
    ['for the issuer', () => client.claims({ aud: client.issuer }), {}],
    ['for several', () => client.claims({ aud: ['https://other.example.com', client.issuer] }), {}],
    ['that expired within the clock’s tolerance', () => client.claims({ exp: inSeconds(-30) }), {}],
    ['with no jti', () => ({ ...client.claims(), jti: undefined as never }), {}],
  ])('an assertion %s gets an access token', async (_, claims, form) => {
    const { body } = await client.askWithAssertion(await key.sign(claims()), form).expect(200);
    await client.use(body.access_token).expect(200);
  });

  it('an assertion that names its client in the body, or no key, gets one too', async () => {
    await client.askWithAssertion(await key.sign(client.claims()), { client_id: client.id }).expect(200);
    const nameless = await TestClient.of(service, client.connection, {
      jwks: { keys: [(await aKey('x')).jwk, key.jwk].map(({ kid: _kid, ...jwk }) => jwk) },
    });
    await nameless.askWithAssertion(await key.sign(nameless.claims(), { kid: undefined })).expect(200);
    const strange = await aKey('y');
    await nameless.askWithAssertion(await strange.sign(nameless.claims(), { kid: undefined })).expect(401);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['without a signature (alg none)', () => new UnsecuredJWT(client.claims()).encode()],
    ['signed with the public key (HS256)', () => signedWithPublicKey(client.claims())],
    ['signed with another key', async () => (await aKey('one')).sign(client.claims())],
    ['of an unknown key', async () => (await aKey('three')).sign(client.claims())],
    ['of another issuer', () => key.sign(client.claims({ iss: 'https://login.example.com' }))],
    ['of another subject', () => key.sign(client.claims({ sub: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' }))],
    ['for another audience', () => key.sign(client.claims({ aud: 'https://other.example.com' }))],
    ['for a part of the audience', () => key.sign(client.claims({ aud: client.issuer.slice(0, -1) }))],
    ['for the SCIM base URL', () => key.sign(client.claims({ aud: client.connection.baseUrl }))],
    ['that has expired', () => key.sign(client.claims({ exp: inSeconds(-120) }))],
    ['that does not expire', () => key.sign({ ...client.claims(), exp: undefined as never })],
    ['that expires after more than a day', () => key.sign(client.claims({ exp: inSeconds(90_000) }))],
    ['of tomorrow', () => key.sign(client.claims({ nbf: inSeconds(600) }))],
    ['of which half is missing', async () => (await key.sign(client.claims())).split('.').slice(0, 2).join('.')],
    ['that is none', () => 'x'],
    ['with a jti that is no text', () => key.sign(client.claims({ jti: 1 as never }))],
    ['of an issuer that no database can look for', () => key.sign(client.claims({ iss: 'a\0', sub: 'b' }))],
    ['of a subject that is no text', () => key.sign(client.claims({ iss: ['a'] as never, sub: { b: 1 } as never }))],
    ['with an extension that is not understood', () => key.sign(client.claims(), { crit: ['x'], x: 1 })],
  ])('an assertion %s is refused', async (_, assertion) => {
    const { body } = await client.askWithAssertion(await assertion()).expect(401);
    expect(body.error).toBe('invalid_client');
  });

  it('an assertion is good once, at whichever service', async () => {
    const twin = await startScim({ PUBLIC_URL: service.origin });
    try {
      const jti = crypto.randomUUID();
      const first = await key.sign(client.claims({ jti }));
      await client.askWithAssertion(first).expect(200);
      await client.askWithAssertion(first).expect(401);
      await client.at(twin).askWithAssertion(first).expect(401);
      await client
        .at(twin)
        .askWithAssertion(await key.sign(client.claims({ jti, exp: inSeconds(200) })))
        .expect(401);
      await client
        .at(twin)
        .askWithAssertion(await key.sign(client.claims()))
        .expect(200);
      const nameless = await key.sign({ ...client.claims({ exp: inSeconds(250) }), jti: undefined as never });
      const both = await Promise.all([client, client.at(twin)].map(each => each.askWithAssertion(nameless)));
      await client.askWithAssertion(nameless).expect(401);
      // The same signature can be written in several ways.
      await client.askWithAssertion(`${nameless} `).expect(401);
      expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 401]));
    } finally {
      await twin.close();
    }
  });

  it('an assertion of another connection’s client is refused', async () => {
    const other = await TestClient.of(service, await aConnection({}, service), { jwks: { keys: [key.jwk] } });
    const assertion = await key.sign(other.claims());
    await other.askWithAssertion(assertion, {}).expect(200);
    await client.askWithAssertion(await key.sign(other.claims())).expect(401);
    await client
      .askWithAssertion(await key.sign(other.claims({ aud: client.issuer })), { client_id: client.id })
      .expect(401);
  });

  it('a client without keys proves nothing by an assertion', async () => {
    const keyless = await TestClient.of(service, client.connection);
    await keyless.askWithAssertion(await key.sign(keyless.claims())).expect(401);
  });

  it('an assertion that was used is forgotten when it has expired', async () => {
    const mine = await TestClient.of(service, client.connection, { jwks: { keys: [key.jwk] } });
    const db = service.database.orm.em.fork();
    await mine.askWithAssertion(await key.sign(mine.claims())).expect(200);
    await db.execute("update used_assertions set expires_at = now() - interval '1 s' where client_id = ?", [mine.id]);
    await mine.askWithAssertion(await key.sign(mine.claims())).expect(200);
    expect(await db.execute('select 1 from used_assertions where client_id = ?', [mine.id])).toHaveLength(1);
  });
});

describe('workload identity federation', () => {
  let issuer: KeyServer;
  let client: TestClient;
  let federation: WorkloadIdentity;
  const tenantId = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';

  beforeAll(async () => {
    issuer = await aKeyServer({ keys: [key.jwk] });
    federation = {
      issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      audiences: ['api://postern', 'https://postern.example.com/.default'],
      subject: '/eid1/c/pub/t/example/a/example/sp',
      tenantId,
      jwksUri: issuer.url,
    };
    client = await TestClient.of(service, await aConnection({}, service), { federation });
  });

  /** As Entra ID sends them. */
  const claims = (given: JWTPayload = {}): JWTPayload => ({
    aud: 'api://postern',
    iss: federation.issuer,
    sub: federation.subject,
    oid: federation.subject,
    tid: tenantId,
    nbf: inSeconds(-5),
    iat: inSeconds(-5),
    exp: inSeconds(3900),
    ver: '2.0',
    ...given,
  });

  it('a workload identity gets an access token, as Entra ID asks for it', async () => {
    const form = { client_id: client.id, scope: 'scim' };
    const { body } = await client.askWithAssertion(await key.sign(claims()), form).expect(200);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    await client.use(body.access_token).expect(200);
  });

  it('is found by issuer and subject when no client is named, and by tenant and audience among several', async () => {
    const others = [{ tenantId: 'another' }, { audiences: ['api://other'] }, { tenantId: null }];
    for (const other of others)
      await TestClient.of(service, client.connection, {
        federation: { ...federation, ...other },
        scopes: ['users:read'],
      });
    const { body } = await client
      .askWithAssertion(await key.sign(claims({ aud: federation.audiences[1]! })))
      .expect(200);
    expect(body.scope).toContain('groups:write');
    const { body: tenantless } = await client.askWithAssertion(await key.sign(claims({ tid: undefined }))).expect(200);
    expect(tenantless.scope).toBe('users:read');
  });

  it('the same token may come again until it ends: Entra ID hands it out so', async () => {
    const token = await key.sign(claims({ jti: 'one' }));
    await client.askWithAssertion(token).expect(200);
    await client.askWithAssertion(token).expect(200);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['of another issuer', () => key.sign(claims({ iss: 'https://login.microsoftonline.com/other/v2.0' }))],
    ['of another subject', () => key.sign(claims({ sub: 'somebody' }))],
    ['of another tenant', () => key.sign(claims({ tid: 'somewhere' }))],
    ['of no tenant', () => key.sign(claims({ tid: undefined }))],
    ['for another audience', () => key.sign(claims({ aud: 'api://other' }))],
    ['for an audience in other letters', () => key.sign(claims({ aud: 'API://postern' }))],
    ['for no audience', () => key.sign({ ...claims(), aud: undefined as never })],
    ['that has expired', () => key.sign(claims({ exp: inSeconds(-120) }))],
    ['without a signature (alg none)', () => new UnsecuredJWT(claims()).encode()],
    ['signed with the public key (HS256)', () => signedWithPublicKey(claims())],
    ['of another key', async () => (await aKey('one')).sign(claims())],
  ])('a token %s is refused', async (_, token) => {
    await client.askWithAssertion(await token(), { client_id: client.id }).expect(401);
  });

  it('is of its connection alone', async () => {
    const other = await TestClient.of(service, await aConnection({}, service));
    await other.askWithAssertion(await key.sign(claims())).expect(401);
    await other.askWithAssertion(await key.sign(claims()), { client_id: client.id }).expect(401);
  });

  it('a flood of unknown keys asks the issuer once', async () => {
    const flooded = await aKeyServer({ keys: [key.jwk] });
    const target = await TestClient.of(service, await aConnection({}, service), {
      federation: { ...federation, jwksUri: flooded.url },
    });
    await target.askWithAssertion(await key.sign(claims())).expect(200);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) =>
        target.askWithAssertion(await key.sign(claims(), { kid: `k${index}` })),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    expect(flooded.asked).toBe(1);
    await target.askWithAssertion(await key.sign(claims())).expect(200);
    expect(flooded.asked).toBe(1);
  });

  it('an issuer that does not answer is not asked again at once', async () => {
    const broken = await aKeyServer({ keys: [] });
    broken.status = 500;
    const target = await TestClient.of(service, await aConnection({}, service), {
      federation: { ...federation, jwksUri: broken.url },
    });
    for (let index = 0; index < 3; index++) await target.askWithAssertion(await key.sign(claims())).expect(401);
    expect(broken.asked).toBe(1);
  });

  it('keys inside a network that is not allowed are not fetched', async () => {
    const strict = await startScim();
    const asked = issuer.asked;
    try {
      await client
        .at(strict)
        .askWithAssertion(await key.sign(claims()))
        .expect(401);
      expect(issuer.asked).toBe(asked);
    } finally {
      await strict.close();
    }
  });
});

it('the log says why a client was refused, and holds no secret, assertion or access token', async () => {
  const log: string[] = [];
  const logged = await startScim({ PUBLIC_URL: service.origin }, line => log.push(line));
  try {
    const jwks = { keys: [key.jwk] };
    const client = (await TestClient.of(service, await aConnection({}, service), { jwks })).at(logged);
    const [good, expired] = [await key.sign(client.claims()), await key.sign(client.claims({ exp: inSeconds(-600) }))];
    const wrong = mintToken('oauth').secret.reveal();
    const { body } = await client.askWithAssertion(good).expect(200);
    await client.askWithAssertion(good).expect(401);
    await client.askWithAssertion(expired).expect(401);
    await client.askWithSecret().expect(200);
    await client.askWithSecret({ client_secret: wrong }).expect(401);
    await client.ask({}).set('Authorization', basic(client.id, wrong)).expect(401);
    const text = log.join('\n');
    for (const reason of ['used before', '"exp\\" claim timestamp check failed', 'no such secret'])
      expect(text).toContain(reason);
    for (const secret of [
      body.access_token,
      client.secret,
      wrong,
      good.slice(-40),
      expired.slice(-40),
      basic(client.id, wrong),
    ])
      expect(text).not.toContain(secret);
  } finally {
    await logged.close();
  }
});
