import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import { type errors, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { idTokenKeys, openIdIssuer, SigningKeyRing } from '#libs/account-events';
import { Database } from '#libs/persistence';
import { SecretBox } from '#libs/tokens';
import { IdpLogouts } from '../http/idp-logouts.js';
import { returnCookieOf } from '../http/return-cookie.js';
import { SsoSettings } from '../http/sso-settings.js';
import { isSecretOf, SECRETS } from './client-metadata.js';
import { providerConfiguration } from './provider-configuration.js';
import { pageHeaders } from './provider-pages.js';
import { readSubject } from './sign-in-subject.js';

const cookieKeys = { kind: 'provider_cookies', algorithm: 'HS256' } as const;

/** A provider, and the keys that it was made with. */
interface Made {
  readonly keyIds: string;
  readonly provider: Provider;
  readonly callback: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** The OpenID provider for the vendor's applications; it is made anew when its keys change, and keeps nothing in the process. */
@Injectable()
export class OpenIdProvider {
  readonly issuer: string;
  private readonly logger = new Logger(OpenIdProvider.name);
  private readonly signing: SigningKeyRing;
  private readonly cookies: SigningKeyRing;
  private made: Made | undefined;

  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
    private readonly settings: SsoSettings,
    private readonly logouts: IdpLogouts,
  ) {
    this.issuer = openIdIssuer(settings.publicUrl);
    this.signing = new SigningKeyRing(database, secretBox, idTokenKeys);
    this.cookies = new SigningKeyRing(database, secretBox, cookieKeys);
  }

  /** Answers a request to one of its endpoints. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { callback } = await this.current();
    await callback(this.asPublic(request), response);
  }

  /** The provider with the keys of now. */
  async provider(): Promise<Provider> {
    return (await this.current()).provider;
  }

  /** The request as it was sent to the public URL, whatever a proxy or a client says that its host is. */
  asPublic<Message extends IncomingMessage>(request: Message): Message {
    const { protocol, host } = new URL(this.settings.publicUrl);
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    request.headers['x-forwarded-host'] = host;
    return request;
  }

  private async current(): Promise<Made> {
    const [signing, cookies] = await Promise.all([this.signing.keys(), this.cookies.keys()]);
    // The one that signs comes first; those that are only told of yet behind it.
    const tokens = [...new Set([signing.signing, ...signing.published])].filter(key => key !== undefined);
    const cookieRows = [...new Set([cookies.signing, ...cookies.published])].filter(key => key !== undefined);
    const keyIds = [...tokens, ...cookieRows].map(({ id }) => id).join();
    if (this.made?.keyIds === keyIds) return this.made;
    const provider = this.make({
      jwks: await Promise.all(tokens.map(row => this.signing.privateJwk(row))),
      cookieKeys: await Promise.all(cookieRows.map(async row => (await this.cookies.privateJwk(row)).k ?? '')),
    });
    this.made = { keyIds, provider, callback: provider.callback() };
    return this.made;
  }

  private make({ jwks, cookieKeys: keys }: { readonly jwks: object[]; readonly cookieKeys: string[] }): Provider {
    const { database, secretBox, settings } = this;
    const configuration = { database, secretBox, isSecure: settings.isSecure, cookieKeys: keys };
    const provider = new Provider(this.issuer, providerConfiguration({ ...configuration, jwks: { keys: jwks } }));
    provider.proxy = true;
    adapt(provider);
    provider.use(pageHeaders);
    provider.use((context, next) => this.endSession(context as KoaContextWithOIDC, next));
    provider.on('server_error', (_context: unknown, error: Error) =>
      this.logger.error({ err: error }, 'A request to the OpenID provider failed.'),
    );
    provider.on('authorization.error', (_context: unknown, error: errors.OIDCProviderError) =>
      this.logger.debug(`An application was refused: ${error.error}`),
    );
    return provider;
  }

  /** Whoever signs out at an application ends the session of the account; the worker tells the other applications. */
  private async endSession(context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
    await next();
    const { route, session } = context.oidc ?? {};
    const signIn =
      route === 'end_session_confirm' && isDestroyed(session) ? readSubject(session?.accountId) : undefined;
    if (!signIn) return;
    const { enterpriseId, accountId, accountSessionId } = signIn;
    const { accountSessions } = this.database.repositories;
    const ended = await accountSessions.find(enterpriseId, accountId, accountSessionId);
    await accountSessions.revoke(enterpriseId, accountId, accountSessionId);
    const url = ended && (await this.logouts.urlOf(ended));
    if (url !== undefined) this.sendToIdp(context, url);
  }

  /** The identity provider sends the browser back to us, and we to where it was to go: to the application. */
  private sendToIdp(context: KoaContextWithOIDC, url: string): void {
    const location = context.response.get('Location');
    const { name, attributes } = returnCookieOf(this.settings);
    if (location !== '') context.cookies.set(name, encodeURIComponent(location), { ...attributes, signed: false });
    context.redirect(url);
  }
}

function isDestroyed(session: object | undefined): boolean {
  return session !== undefined && 'destroyed' in session && session.destroyed === true;
}

/** Where the library takes one view of an account and its session, and we another. */
function adapt(provider: Provider): void {
  const { Client, Session, Claims } = provider as Provider & { readonly Claims: { prototype: ClaimsOf } };
  Object.assign(Client.prototype, {
    compareClientSecret(this: { readonly [SECRETS]?: unknown }, actual: string): boolean {
      return isSecretOf(this[SECRETS], actual);
    },
    // The end of the session of the account is told by the worker, and not a second time.
    backchannelLogout: () => Promise.resolve(),
  });
  Object.assign(Session.prototype, {
    ensureClientContainer(this: InstanceType<typeof Session>, clientId: string): void {
      const sid = readSubject(this.accountId)?.accountSessionId;
      if (sid) this.sidFor(clientId, sid);
    },
  });
  const { result } = Claims.prototype;
  Object.assign(Claims.prototype, {
    async result(this: ClaimsOf): Promise<Record<string, unknown>> {
      const claims = await result.call(this);
      const accountId = readSubject(claims['sub'])?.accountId;
      return accountId ? { ...claims, sub: accountId } : claims;
    },
  });
}

/** What the library makes of claims before it sends them. */
interface ClaimsOf {
  result(): Promise<Record<string, unknown>>;
}
