import supertest from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';
import { isWellFormedToken, mintToken } from '#libs/tokens';
import { aConnection, aUser, type RunningScim, startScim } from './builders.js';
import { basic, onlyUsers, runningOAuth, TestClient } from './oauth-builders.js';

let service: RunningScim;
let client: TestClient;

beforeAll(async () => {
  service = await runningOAuth();
  client = await TestClient.of(service, await aConnection({}, service));
});

describe('200', () => {
  it.each<[string, () => supertest.Test]>([
    ['in the body', () => client.askWithSecret()],
    ['by Basic', () => client.ask({}).set('Authorization', basic(client.id, client.secret))],
    [
      'by Basic, and its id in the body',
      () => client.ask({ client_id: client.id }).set('Authorization', basic(client.id, client.secret)),
    ],
  ])('a client with its secret %s gets an access token (RFC 6749 §5.1)', async (_, ask) => {
    const { body, headers } = await ask().expect(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'users:read users:write groups:read groups:write',
    });
    expect(isWellFormedToken('scim', body.access_token)).toBe(true);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    await client.use(body.access_token).expect(200);
  });

  it('a form without a media type is read as one', async () => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
    });
    const answer = await fetch(client.tokenEndpoint, { method: 'POST', body: Buffer.from(form.toString()) });
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer' });
  });

  it('an access token lives as long as its client says', async () => {
    const patient = await TestClient.of(service, client.connection, { accessTokenMinutes: 360 });
    const { body } = await patient.askWithSecret().expect(200);
    expect(body.expires_in).toBe(21_600);
    const [row]: { minutes: number }[] = await service.database.orm.em
      .fork()
      .execute(
        'select extract(epoch from expires_at - now()) / 60 as minutes from scim_tokens where oauth_client_id = ?',
        [patient.id],
      );
    expect(Number(row?.minutes)).toBeGreaterThan(359);
    expect(Number(row?.minutes)).toBeLessThanOrEqual(360);
  });

  it('several secrets are good at once, and so are the access tokens they got', async () => {
    const second = await client.withSecret();
    const tokens = await Promise.all(
      [client, second].map(async each => (await each.askWithSecret()).body.access_token),
    );
    for (const token of tokens) await client.use(token).expect(200);
  });

  it('writes down when client and secret were used', async () => {
    const fresh = await TestClient.of(service, client.connection);
    await fresh.askWithSecret().expect(200);
    const { oauthClients, oauthClientSecrets } = service.database.repositories;
    expect((await oauthClients.find(fresh.key, fresh.id))?.last_used_at).not.toBeNull();
    expect(await oauthClientSecrets.list(fresh.key, { limit: 9 })).toMatchObject([
      { last_used_at: expect.any(String) },
    ]);
  });

  it('of many access tokens the last fifty are kept, and none that has expired', async () => {
    const busy = await TestClient.of(service, client.connection);
    const db = service.database.orm.em.fork();
    await db.execute(
      `insert into scim_tokens (enterprise_id, connection_id, id, prefix, hash, scopes, expires_at, oauth_client_id)
       select enterprise_id, connection_id, uuidv7(), 'ptn_scim_000000', uuid_send(uuidv7()), scopes,
         now() + case n when 1 then interval '-1 s' else interval '1 hour' end, id
       from oauth_clients, generate_series(1, 60) n where id = ?`,
      [busy.id],
    );
    const { body } = await busy.askWithSecret().expect(200);
    const rows: { alive: string; all: string }[] = await db.execute(
      'select count(*) as all, count(*) filter (where expires_at > now()) as alive from scim_tokens where oauth_client_id = ?',
      [busy.id],
    );
    expect(rows).toEqual([{ all: '50', alive: '50' }]);
    await busy.use(body.access_token).expect(200);
  });
});

describe('scope (RFC 6749 §3.3)', () => {
  it.each([
    ['users:read', 'users:read'],
    ['groups:write users:read', 'users:read groups:write'],
    ['scim', 'users:read users:write groups:read groups:write'],
  ])('"%s" gives "%s"', async (scope, granted) => {
    const { body } = await client.askWithSecret({ scope }).expect(200);
    expect(body.scope).toBe(granted);
  });

  it('that is narrower holds over SCIM', async () => {
    const { body } = await client.askWithSecret({ scope: 'groups:read' }).expect(200);
    await client.use(body.access_token).expect(403);
  });

  it.each(['users:read groups:read', 'scim users:read', 'openid', 'users:read users:delete'])(
    '"%s" is more than the client may have',
    async scope => {
      const narrow = await TestClient.of(service, client.connection, { scopes: onlyUsers });
      const { body } = await narrow.askWithSecret({ scope }).expect(400);
      expect(body.error).toBe('invalid_scope');
    },
  );
});

describe('401 invalid_client, the same whatever is wrong', () => {
  const nobody = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';
  const unknown = mintToken('oauth').secret.reveal();

  it.each<[string, () => PromiseLike<supertest.Response>]>([
    ['a wrong secret', () => client.askWithSecret({ client_secret: unknown })],
    ['a secret that is none of ours', () => client.askWithSecret({ client_secret: 'hunter2' })],
    ['an unknown client', () => client.askWithSecret({ client_id: nobody })],
    ['a client id that is none', () => client.askWithSecret({ client_id: '\0' })],
    ['no secret', () => client.ask({ client_id: client.id })],
    ['no client id', () => client.ask({ client_secret: client.secret })],
    ['nothing', () => client.ask({})],
    ['an unknown connection', () => client.ask({ client_id: client.id, client_secret: client.secret }, nobody)],
    ['a connection id that is none', () => client.ask({ client_id: client.id, client_secret: client.secret }, 'x')],
    ['a SCIM token for a secret', () => client.askWithSecret({ client_secret: client.connection.token })],
    ['a SCIM token', () => client.ask({}).set('Authorization', `Bearer ${client.connection.token}`)],
    ['Basic with nothing in it', () => client.ask({}).set('Authorization', 'Basic')],
    ['Basic that is not encoded', () => client.ask({}).set('Authorization', basic('%', '%').replace('JTI1', 'JSUl'))],
    ['Basic with a wrong secret', () => client.ask({}).set('Authorization', basic(client.id, unknown))],
    [
      'another connection’s client',
      async () => {
        const other = await TestClient.of(service, await aConnection({}, service));
        return client.ask({ client_id: other.id, client_secret: other.secret });
      },
    ],
    [
      'another client’s secret',
      async () => {
        const other = await TestClient.of(service, client.connection);
        return client.askWithSecret({ client_secret: other.secret });
      },
    ],
    ['an expired secret', async () => (await client.withSecret(new Date(Date.now() - 1000))).askWithSecret()],
    [
      'a deleted connection',
      async () => {
        const gone = await TestClient.of(service, await aConnection({ state: 'deleted' }, service));
        return gone.askWithSecret();
      },
    ],
  ])('%s', async (_, ask) => {
    const { status, body, headers, text } = await ask();
    expect(status).toBe(401);
    expect(body).toEqual({
      error: 'invalid_client',
      // RFC 6749 §5.2: no quotes, no backslash, nothing but ASCII.
      error_description: expect.stringMatching(/^[ !#-[\]-~]+$/),
    });
    expect(text).toBe((await client.askWithSecret({ client_secret: unknown })).text);
    expect(headers['www-authenticate']).toBe('Basic realm="SCIM"');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('400', () => {
  it.each<[string, string, () => supertest.Test]>([
    ['no grant type', 'invalid_request', () => client.askWithSecret({ grant_type: '' })],
    ['another grant type', 'unsupported_grant_type', () => client.askWithSecret({ grant_type: 'password' })],
    [
      'both Basic and the body',
      'invalid_request',
      () => client.askWithSecret().set('Authorization', basic(client.id, client.secret)),
    ],
    ['a secret and an assertion', 'invalid_request', () => client.askWithSecret({ client_assertion: 'x' })],
    ['an assertion of no type', 'invalid_request', () => client.ask({ client_id: client.id, client_assertion: 'x' })],
    [
      'two clients',
      'invalid_request',
      () => client.ask({ client_id: 'another' }).set('Authorization', basic(client.id, client.secret)),
    ],
    [
      'JSON',
      'invalid_request',
      () => client.ask({}).set('Content-Type', 'application/scim+json').send('{"grant_type":"client_credentials"}'),
    ],
    ['a parameter twice', 'invalid_request', () => client.askWithSecret().send('scope=users').send('scope=groups')],
  ])('%s', async (_, error, ask) => {
    const { body, headers } = await ask().expect(400);
    expect(body).toEqual({ error, error_description: expect.stringMatching(/^[ !#-[\]-~]+$/) });
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('a body that is too large is a 413 of the same form', async () => {
    const { body } = await client.askWithSecret({ scope: 'x'.repeat(70_000) }).expect(413);
    expect(body.error).toBe('invalid_request');
  });

  it('another method is a 405 of the same form', async () => {
    const { body, headers } = await supertest(service.server).get(new URL(client.tokenEndpoint).pathname).expect(405);
    expect(body.error).toBe('invalid_request');
    expect(headers['allow']).toBe('POST');
  });
});

describe('from the next request on', () => {
  it('a revoked secret and the access tokens it got are refused, others not', async () => {
    const mine = await TestClient.of(service, client.connection);
    const { repositories } = service.database;
    const [first] = await repositories.oauthClientSecrets.list(mine.key, { limit: 1 });
    const second = await mine.withSecret();
    const [one, two] = await Promise.all(
      [mine, second].map(async each => String((await each.askWithSecret().expect(200)).body.access_token)),
    );
    await repositories.oauthClientSecrets.revoke(mine.key, first!.id);
    await mine.askWithSecret().expect(401);
    await mine.use(one!).expect(401);
    await mine.use(two!).expect(200);
    await second.askWithSecret().expect(200);
  });

  it('a deleted client and its access tokens are refused', async () => {
    const mine = await TestClient.of(service, client.connection);
    const { body } = await mine.askWithSecret().expect(200);
    await mine.use(body.access_token).expect(200);
    await service.database.repositories.oauthClients.delete(mine.key, mine.id);
    await mine.use(body.access_token).expect(401);
    await mine.askWithSecret().expect(401);
  });
});

it('an access token is of its connection alone, and does not count among the two SCIM tokens', async () => {
  const [one, two] = [await aConnection({}, service), await aConnection({}, service)];
  const { body } = await (await TestClient.of(service, one)).askWithSecret().expect(200);
  const bearer = `Bearer ${body.access_token}`;
  await one.sendBare('post', '/Users').set('Authorization', bearer).send(aUser()).expect(201);
  await two.sendBare('get', '/Users').set('Authorization', bearer).expect(401);
  const terms = { scopes: onlyUsers, expiresAt: new Date(Date.now() + 60_000) };
  await service.database.transaction(({ scimTokens }) => scimTokens.insert(one.key, mintToken('scim'), terms));
});

it('who fails too often waits, and who was right before does not', async () => {
  const limited = await startScim({ SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE: '3' });
  try {
    const [good, bad] = [client.at(limited), (await TestClient.of(service, client.connection)).at(limited)];
    await good.askWithSecret().expect(200);
    for (let index = 0; index < 3; index++) await bad.askWithSecret({ client_secret: 'x' }).expect(401);
    const { body, headers } = await bad.askWithSecret().expect(429);
    expect(body.error).toBe('temporarily_unavailable');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await good.askWithSecret().expect(200);
  } finally {
    await limited.close();
  }
});

it('in the name of one client, no more than sixty may fail in a minute, from wherever; not where it was right before', async () => {
  const proxied = await startScim({ TRUSTED_PROXIES: 'loopback' });
  try {
    const busy = (await TestClient.of(service, client.connection)).at(proxied);
    const from = (address: number, form = {}) => busy.askWithSecret(form).set('X-Forwarded-For', `192.0.2.${address}`);
    await from(200).expect(200);
    const wrong = { client_secret: mintToken('oauth').secret.reveal() };
    const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => from(index, wrong)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    await from(100).expect(429);
    await from(200).expect(200);
    await client.at(proxied).askWithSecret().set('X-Forwarded-For', '192.0.2.100').expect(200);
  } finally {
    await proxied.close();
  }
});

describe('metadata (RFC 8414)', () => {
  const id = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';
  it.each([
    ['before the path of the issuer', `/.well-known/oauth-authorization-server/scim/${id}`],
    ['below the issuer', `/scim/${id}/.well-known/oauth-authorization-server`],
  ])('is told %s, whether there is such a connection or not', async (_, path) => {
    const { body, headers } = await supertest(service.server).get(path).expect(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(body).toEqual({
      issuer: `${service.origin}/scim/${id}`,
      token_endpoint: `${service.origin}/scim/${id}/oauth/token`,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
      scopes_supported: ['users:read', 'users:write', 'groups:read', 'groups:write', 'scim'],
    });
    expect(body.token_endpoint_auth_signing_alg_values_supported).not.toContain('HS256');
    await supertest(service.server).get(path.replace(id, 'not-an-id')).expect(404);
  });

  it('names no other method', async () => {
    await supertest(service.server).post(`/scim/${id}/.well-known/oauth-authorization-server`).expect(405);
  });
});

it('ServiceProviderConfig says where access tokens come from (RFC 7643 §5)', async () => {
  const { body } = await client.connection.send('get', '/ServiceProviderConfig').expect(200);
  expect(body.authenticationSchemes).toMatchObject([
    { type: 'oauthbearertoken' },
    { type: 'oauth2', description: expect.stringContaining(client.tokenEndpoint) },
  ]);
});
