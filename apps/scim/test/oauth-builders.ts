import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import supertest from 'supertest';
import type { OAuthClientKeys, OAuthClientId, OAuthClientTerms } from '#libs/persistence';
import { mintToken, type ScimScope, scimScopes } from '#libs/tokens';
import { type RunningScim, startScim, type TestConnection } from './builders.js';

/** A service that may call a server on this machine, started once per test process. */
export function runningOAuth(): Promise<RunningScim> {
  return (running ??= startScim({ ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' }));
}
let running: Promise<RunningScim> | undefined;

/** Of RFC 7523 §2.2. */
export const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A key pair that signs, and its public half as it is published. */
export async function aKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  const sign = (claims: JWTPayload, header: object = {}): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid, ...header }).sign(privateKey, { crit: { x: true } });
  return { jwk, sign };
}

/** Seconds since 1970, so many from now. */
export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** Somebody who publishes keys, and counts how often he is asked. */
export async function aKeyServer(keys: OAuthClientKeys): Promise<KeyServer> {
  const server = createServer((_request, response) => {
    keyServer.asked++;
    response.writeHead(keyServer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(keyServer.keys));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const keyServer = new KeyServer(server, keys);
  return keyServer;
}

export class KeyServer {
  asked = 0;
  status = 200;

  constructor(
    private readonly server: Server,
    public keys: OAuthClientKeys,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/keys`;
  }
}

/** An OAuth client of a connection, with a secret. */
export class TestClient {
  private constructor(
    private readonly service: RunningScim,
    readonly connection: TestConnection,
    readonly id: OAuthClientId,
    readonly secret: string,
  ) {}

  static async of(
    service: RunningScim,
    connection: TestConnection,
    given: Partial<OAuthClientTerms> = {},
  ): Promise<TestClient> {
    const { id } = await service.database.repositories.oauthClients.insert(connection.key, {
      name: 'Test',
      scopes: scimScopes,
      accessTokenMinutes: 60,
      jwks: null,
      federation: null,
      ...given,
    });
    const client = new TestClient(service, connection, id, '');
    return client.withSecret();
  }

  get issuer(): string {
    return this.connection.baseUrl.replace(/\/v2$/, '');
  }

  get tokenEndpoint(): string {
    return `${this.issuer}/oauth/token`;
  }

  get key() {
    return { ...this.connection.key, clientId: this.id };
  }

  /** The same client with another secret. */
  async withSecret(expiresAt = new Date(Date.now() + 60_000)): Promise<TestClient> {
    const secret = mintToken('oauth');
    await this.service.database.repositories.oauthClientSecrets.insert(this.key, secret, expiresAt);
    return new TestClient(this.service, this.connection, this.id, secret.secret.reveal());
  }

  /** The same client at another service. */
  at(service: RunningScim): TestClient {
    return new TestClient(service, this.connection, this.id, this.secret);
  }

  /** A request for an access token. */
  ask(form: Readonly<Record<string, string>>, connectionId: string = this.connection.key.connectionId): supertest.Test {
    return supertest(this.service.server)
      .post(`/scim/${connectionId}/oauth/token`)
      .type('form')
      .send({ grant_type: 'client_credentials', ...form });
  }

  askWithSecret(form: Readonly<Record<string, string>> = {}): supertest.Test {
    return this.ask({ client_id: this.id, client_secret: this.secret, ...form });
  }

  askWithAssertion(assertion: string, form: Readonly<Record<string, string>> = {}): supertest.Test {
    return this.ask({ client_assertion_type: jwtBearer, client_assertion: assertion, ...form });
  }

  /** Any SCIM request with an access token. */
  use(accessToken: string): supertest.Test {
    return supertest(this.service.server)
      .get(`/scim/${this.connection.key.connectionId}/v2/Users?count=1`)
      .set('Authorization', `Bearer ${accessToken}`);
  }

  /** What an assertion of the client's own says. */
  claims(given: JWTPayload = {}): JWTPayload {
    return {
      iss: this.id,
      sub: this.id,
      aud: this.tokenEndpoint,
      exp: inSeconds(300),
      jti: crypto.randomUUID(),
      ...given,
    };
  }
}

/** `Authorization` of RFC 6749 §2.3.1. */
export function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;
}

export const onlyUsers: readonly ScimScope[] = ['users:read', 'users:write'];
