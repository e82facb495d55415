import { createPrivateKey } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import supertest from 'supertest';
import { fingerprintOf, liveRevision } from '#libs/connection-lifecycle';
import {
  type ConnectionKey,
  type ConnectionKeyPairId,
  connectionKeyUses,
  type NewConnection,
  newId,
  type SamlSettings,
} from '#libs/persistence';
import { SignInTests } from '#libs/sign-in';
import { Secret } from '#libs/tokens';
import { keys } from '../../../tools/testing/saml/keys.js';
import { target } from '../../../tools/testing/saml/target.js';
import { aConnection, query, type RunningSso, testDatabase } from './builders.js';

/** A sign-in that was sent to an identity provider. */
export interface SentSignIn {
  readonly requestId: string;
  readonly relayState: string;
}

/** A connection to a SAML 2.0 identity provider, and a browser that keeps the cookies of the service. */
export class SamlBrowser {
  private cookie = '';

  private constructor(
    readonly sso: RunningSso,
    readonly connection: ConnectionKey,
  ) {}

  /** With settings of its own, live; messages of a test that say nothing else are of this connection from now on. */
  static async make(
    sso: RunningSso,
    settings: Partial<SamlSettings> = {},
    given: Partial<NewConnection> = {},
  ): Promise<SamlBrowser> {
    const browser = new SamlBrowser(sso, await aConnection(given));
    await browser.putKeys();
    await browser.configure(settings);
    Object.assign(target, {
      entityId: browser.urlOf('metadata'),
      acsUrl: browser.urlOf('acs'),
      singleLogoutUrl: browser.urlOf('slo'),
    });
    return browser;
  }

  urlOf(action: string): string {
    return `${this.sso.publicUrl}${this.pathOf(action)}`;
  }

  /** Makes these the live settings. */
  async configure(settings: Partial<SamlSettings>): Promise<void> {
    const ssoSettings = {
      protocol: 'saml',
      entityId: target.idpEntityId,
      signOnUrl: 'https://idp.example.com/sso',
      certificates: [keys.idp.cert],
      ...settings,
    } as const;
    await (await testDatabase()).repositories.connections.update(this.connection, { ssoSettings });
  }

  /** The secret of a test of the live settings. */
  async test(): Promise<string> {
    const { repositories } = await testDatabase();
    const row = await repositories.connections.find(this.connection);
    const fingerprint = fingerprintOf(row && liveRevision(row)) ?? '';
    return (await SignInTests.make(repositories, this.connection, fingerprint)).secret.reveal();
  }

  /** Begins a sign-in: what the service answers, and keeps its cookie. */
  async start(parameters = ''): Promise<supertest.Response> {
    const answer = await supertest(this.sso.server).get(`/sso/${this.connection.connectionId}/start${parameters}`);
    this.cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    return answer;
  }

  /** Begins a sign-in by HTTP-Redirect. */
  async begin(parameters = ''): Promise<SentSignIn> {
    const { searchParams } = new URL(String((await this.start(parameters)).headers['location']));
    const xml = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
    return { requestId: /ID="([^"]+)"/.exec(xml)?.[1] ?? '', relayState: searchParams.get('RelayState') ?? '' };
  }

  /** Brings a Response, to this process or another. */
  post(fields: object, { server }: Pick<RunningSso, 'server'> = this.sso): supertest.Test {
    return supertest(server).post(this.pathOf('acs')).type('form').set('Cookie', this.cookie).send(fields);
  }

  /** Brings a logout message. */
  logout(message: { readonly query: string } | { readonly form: object }): supertest.Test {
    const request = supertest(this.sso.server);
    if ('query' in message) return request.get(`${this.pathOf('slo')}?${message.query}`);
    return request.post(this.pathOf('slo')).type('form').send(message.form);
  }

  get(action: string): supertest.Test {
    return supertest(this.sso.server).get(this.pathOf(action));
  }

  accounts() {
    return query('select login, email, display_name, state from accounts where enterprise_id = ? order by login', [
      this.connection.enterpriseId,
    ]);
  }

  liveSessions() {
    return query(
      'select id, subject, name_id_format, session_index from account_sessions where enterprise_id = ? and revoked_at is null order by id',
      [this.connection.enterpriseId],
    );
  }

  /** The attempt whose reference a page shows. */
  async attemptOf(page: string) {
    const [, reference] = /<code>([\da-f-]{36})<\/code>/.exec(page) ?? [];
    const [attempt] = await query('select * from sign_in_attempts where id = ? and connection_id = ?', [
      reference,
      this.connection.connectionId,
    ]);
    return attempt;
  }

  /** Keys that are there already: to make them takes a while, and what is encrypted is encrypted for them. */
  private async putKeys(): Promise<void> {
    const { repositories } = await testDatabase();
    const key = createPrivateKey(keys.own.private).export({ type: 'pkcs8', format: 'der' }).toString('base64');
    for (const use of connectionKeyUses) {
      const id = newId<ConnectionKeyPairId>();
      const sealed = await this.sso.secretBox.seal(new Secret(key), `connection_key:${id}`);
      const pair = { id, use, state: 'current', certificate: keys.own.cert, sealed_private_key: sealed } as const;
      await repositories.connectionKeyPairs.insert(this.connection, pair);
    }
  }

  private pathOf(action: string): string {
    return `/sso/${this.connection.connectionId}/saml/${action}`;
  }
}
