import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import * as openid from 'openid-client';
import { pino } from 'pino';
import {
  type ApplicationAuthentication,
  type Database,
  newId,
  type NewVendorApplication,
  signInProtocols,
  type VendorApplicationId,
} from '#libs/persistence';
import { loadConfig, mountServices } from '#libs/service-kit';
import { SignInFlows, SignInTrace } from '#libs/sign-in';
import { mintToken, SecretBox } from '#libs/tokens';
import { browserSecretOf } from '../src/http/browser-cookie.js';
import { clientOf } from '../src/http/client-of.js';
import { SignInAnswers } from '../src/http/sign-in-answers.js';
import { SignInProtocols } from '../src/http/sign-in-protocols.js';
import { SsoErrorFilter } from '../src/http/sso-error.filter.js';
import { SsoSettings } from '../src/http/sso-settings.js';
import { ssoMount } from '../src/sso.module.js';
import { aPerson, type RunningSso, testDatabase, type TestSignIns } from './builders.js';

const PUBLIC_URL = 'https://sso.example.com';
const REDIRECT_URI = 'https://app.example.com/callback';

/** The service with an identity provider that says of everybody what the test wants. */
export class ProviderUnderTest {
  private constructor(
    readonly database: Database,
    private readonly origin: string,
  ) {}

  static async start(): Promise<ProviderUnderTest> {
    const database = await testDatabase();
    const config = loadConfig({ PUBLIC_URL, SSO_REQUESTS_PER_MINUTE: '0' });
    const secretBox = new SecretBox([randomBytes(32)]);
    const mount = ssoMount({ config, database, publicUrl: PUBLIC_URL, secretBox });
    const configure = (app: NestExpressApplication) => {
      mount.configure?.(app);
      for (const protocol of signInProtocols) app.get(SignInProtocols).add(protocol, { requestUrl });
      answerLikeAnIdentityProvider(app, database);
    };
    const services = await mountServices([{ ...mount, configure }], {
      logger: pino({ level: 'silent' }),
      ready: () => database.ping(),
    });
    const server = createServer(services.listener);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    return new ProviderUnderTest(database, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** A service that runs already, with identity providers of its own. */
  static async of({ server }: RunningSso): Promise<ProviderUnderTest> {
    return new ProviderUnderTest(await testDatabase(), `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  /** What is at the public URL, over HTTP here. */
  readonly fetch = (url: string | URL, options: RequestInit = {}): Promise<Response> =>
    fetch(String(url).replace(PUBLIC_URL, this.origin), { ...options, redirect: 'manual' });

  browser(): Browser {
    return new Browser(this.fetch);
  }

  async application(given: Partial<NewVendorApplication> = {}): Promise<TestApplication> {
    const authentication: ApplicationAuthentication = given.authentication ?? 'client_secret_basic';
    const { secret, hash, prefix } = mintToken('app');
    const id = newId<VendorApplicationId>();
    await this.database.repositories.vendorApplications.insert(id, {
      name: 'Example Cloud',
      redirectUris: [REDIRECT_URI],
      postLogoutRedirectUris: ['https://app.example.com/'],
      initiateLoginUri: null,
      backchannelLogoutUri: 'https://app.example.com/backchannel-logout',
      authentication,
      jwks: null,
      secrets: authentication === 'none' ? [] : [{ hash: hash.toString('base64url'), prefix, expiresAt: null }],
      ...given,
    });
    const proof = authentication === 'none' ? openid.None() : openid.ClientSecretBasic(secret.reveal());
    const configuration = await openid.discovery(new URL(`${PUBLIC_URL}/sso`), id, undefined, proof, {
      [openid.customFetch]: (url, options) => this.fetch(url, options as RequestInit),
    });
    return new TestApplication(id, configuration);
  }
}

const requestUrl = async (signIn: {
  readonly flow: { readonly connection: { readonly connectionId: string } };
  readonly handle: { reveal(): string };
}) => `${PUBLIC_URL}/sso/${signIn.flow.connection.connectionId}/answer?state=${signIn.handle.reveal()}`;

/** `/sso/{connectionId}/answer?state=…`: signs in whoever the query names, as a protocol does after its checks. */
function answerLikeAnIdentityProvider(app: NestExpressApplication, database: Database): void {
  const flows = new SignInFlows(database);
  const filter = new SsoErrorFilter();
  app.use('/:connectionId/answer', async (...[request, response]: Parameters<import('express').RequestHandler>) => {
    const connectionId = String(request.params['connectionId']);
    try {
      const row = await database.repositories.connections.findForSignIn(connectionId as never);
      if (!row) throw new Error('There is no such connection.');
      const connection = { enterpriseId: row.enterprise_id, connectionId: row.id };
      const browser = browserSecretOf(request, 'saml', app.get(SsoSettings));
      const { state, login } = request.query as Record<string, string>;
      const flow = await flows.take(connection, state, browser, { ...clientOf(request), protocol: 'saml' });
      const trace = SignInTrace.of(flow, clientOf(request));
      const person = aPerson({ login: login ?? 'kim@example.com', email: 'kim@example.com', name: 'Kim' });
      await app.get(SignInAnswers).answer({ request, response }, flow, person, trace);
    } catch (error) {
      filter.catch(error, { switchToHttp: () => ({ getResponse: () => response }) } as never);
    }
  });
}

/** A browser, as far as cookies and redirects go. */
export class Browser {
  readonly cookies = new Map<string, { readonly value: string; readonly path: string; readonly line: string }>();

  constructor(private readonly send: ProviderUnderTest['fetch']) {}

  async open(url: string | URL, form?: Record<string, string>): Promise<Response> {
    const { pathname } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const response = await this.send(url, {
      headers: { cookie, accept: 'text/html' },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** Follows redirects as long as they stay here: where they lead away, or the page that is shown. */
  async follow(
    url: string | URL,
    form?: Record<string, string>,
  ): Promise<{ readonly url: URL; readonly page: string; readonly status: number }> {
    let response = await this.open(url, form);
    let at = new URL(url);
    for (let step = 0; step < 15; step++) {
      const location = response.headers.get('location');
      if (location === null) return { url: at, page: await response.text(), status: response.status };
      at = new URL(location, at);
      if (at.origin !== PUBLIC_URL) return { url: at, page: '', status: response.status };
      response = await this.open(at);
    }
    throw new Error(`${String(url)} leads round and round.`);
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const path = /; path=([^;]+)/i.exec(line)?.[1] ?? '/';
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, { value, path, line });
  }
}

/** A request for a sign-in, and what proves that the answer is to it. */
export interface AskedSignIn {
  readonly url: URL;
  readonly checks: {
    readonly pkceCodeVerifier: string;
    readonly expectedState: string;
    readonly expectedNonce: string;
  };
}

/** An application of the vendor, made with openid-client as anybody's is. */
export class TestApplication {
  constructor(
    readonly id: VendorApplicationId,
    readonly configuration: openid.Configuration,
  ) {}

  async ask(parameters: Record<string, string> = {}): Promise<AskedSignIn> {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const [expectedState, expectedNonce] = [openid.randomState(), openid.randomNonce()];
    const url = openid.buildAuthorizationUrl(this.configuration, {
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile email organizations groups roles',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
      ...parameters,
    });
    return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
  }

  /** Signs somebody of an enterprise in, in a browser. */
  async signIn(browser: Browser, { connection, database }: TestSignIns, parameters: Record<string, string> = {}) {
    const enterprise = await database.repositories.enterprises.find(connection.enterpriseId);
    const asked = await this.ask({ enterprise: enterprise?.key ?? '', ...parameters });
    const { url } = await browser.follow(asked.url);
    return this.redeem(url, asked);
  }

  redeem(url: URL, { checks }: AskedSignIn) {
    return openid.authorizationCodeGrant(this.configuration, url, checks);
  }
}
