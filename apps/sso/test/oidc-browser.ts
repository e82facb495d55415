import supertest from 'supertest';
import { clientSecretContext, fingerprintOf, liveRevision } from '#libs/connection-lifecycle';
import type { ConnectionKey, NewConnection, OidcSettings } from '#libs/persistence';
import { SignInTests } from '#libs/sign-in';
import { Secret } from '#libs/tokens';
import { aConnection, query, type RunningSso, testDatabase } from './builders.js';

/** The secret of our client at OpenID providers. */
export const clientSecret = 'a client secret';

/** A connection to an OpenID provider, and a browser that keeps the cookies of the service. */
export class OidcBrowser {
  private cookie = '';

  private constructor(
    readonly sso: RunningSso,
    readonly connection: ConnectionKey,
  ) {}

  static async make(sso: RunningSso, given: Partial<NewConnection> = {}): Promise<OidcBrowser> {
    return new OidcBrowser(sso, await aConnection(given));
  }

  get redirectUri(): string {
    return `${this.sso.publicUrl}/sso/${this.connection.connectionId}/oidc/callback`;
  }

  /** Makes these the live settings. */
  async configure(given: Partial<OidcSettings> & Pick<OidcSettings, 'issuer' | 'clientId'>): Promise<void> {
    const { secretBox } = this.sso;
    const sealed = await secretBox.seal(new Secret(clientSecret), clientSecretContext(this.connection));
    const settings = {
      protocol: 'oidc',
      clientAuthentication: 'client_secret_basic',
      sealedClientSecret: sealed,
    } as const;
    const { repositories } = await testDatabase();
    await repositories.connections.update(this.connection, { ssoSettings: { ...settings, ...given } });
  }

  /** The secret of a test of the live settings. */
  async test(): Promise<string> {
    const { repositories } = await testDatabase();
    const row = await repositories.connections.find(this.connection);
    const fingerprint = fingerprintOf(row && liveRevision(row)) ?? '';
    return (await SignInTests.make(repositories, this.connection, fingerprint)).secret.reveal();
  }

  /** Begins a sign-in. Gives where the browser is sent. */
  async start(parameters = ''): Promise<URL> {
    const { headers } = await this.get(`/sso/${this.connection.connectionId}/start${parameters}`).expect(303);
    this.cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    return new URL(String(headers['location']));
  }

  /** Opens a URL of the service. */
  get(url: string | URL) {
    const { pathname, search } = new URL(url, this.sso.publicUrl);
    return supertest(this.sso.server).get(`${pathname}${search}`).set('Cookie', this.cookie);
  }

  /** As the OpenID provider posts it. */
  postLogout(token: string) {
    const path = `/sso/${this.connection.connectionId}/oidc/backchannel-logout`;
    return supertest(this.sso.server).post(path).type('form').send({ logout_token: token });
  }

  accounts() {
    return query('select login, email, display_name, state from accounts where enterprise_id = ? order by login', [
      this.connection.enterpriseId,
    ]);
  }

  liveSessions() {
    return query(
      'select id, account_id, subject, idp_session_id from account_sessions where enterprise_id = ? and revoked_at is null',
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
}
