import * as client from 'openid-client';
import { checkAuthorizationResponse, type PendingSignIn } from './check-authorization-response.js';
import { type ClientAuthentication, toClientAuth } from './client-authentication.js';
import { type Fetch, type Fetcher, toFetch } from './fetcher.js';
import type { OidcStore } from './oidc-store.js';
import type { OpenIdProvider } from './open-id-provider.js';
import { refusalOf } from './refusal-of.js';
import { OidcSignInError } from './sign-in-error.js';
import { readTokens, type TokenAnswer } from './token-answer.js';
import { type IdTokenClaims, verifyIdToken } from './verify-id-token.js';
import { type OidcLogout, verifyLogoutToken } from './verify-logout-token.js';

/** What one connection is to its OpenID provider. */
export interface RelyingPartyOptions {
  readonly provider: OpenIdProvider;
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
  readonly redirectUri: string;
  readonly clockSkewSeconds: number;
  readonly fetcher: Fetcher;
}

/** Who signed in, when every check has passed. */
export interface OidcSignIn {
  readonly subject: string;
  /** Of the ID token, and where it lacks any, of the userinfo endpoint. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** The `sid` of the session at the OpenID provider (Back-Channel Logout §2.1). */
  readonly sessionId: string | null;
  /** The ID token itself, to log out with. */
  readonly idToken: string;
}

const SCOPES = ['openid', 'profile', 'email'];
/** Okta and others have it; one that does not name it may refuse the request for it. */
const GROUPS = 'groups';

/** The OpenID Connect relying party of one connection (OpenID Connect Core §3.1). It holds nothing that changes. */
export class RelyingParty {
  constructor(private readonly options: RelyingPartyOptions) {}

  /** What is new for each sign-in: it is kept until the answer, and used once. */
  begin(): PendingSignIn {
    return {
      state: client.randomState(),
      nonce: client.randomNonce(),
      codeVerifier: client.randomPKCECodeVerifier(),
      redirectUri: this.options.redirectUri,
    };
  }

  /** Where to send a browser that is to sign in (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3). */
  async authorizationUrl(
    { state, nonce, codeVerifier, redirectUri, reauthentication }: PendingSignIn,
    loginHint?: string,
  ): Promise<string> {
    const url = client.buildAuthorizationUrl(this.configuration(this.fetch()), {
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: this.scope(),
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...(loginHint !== undefined && { login_hint: loginHint }),
      ...(reauthentication && { prompt: 'login' }),
      ...(reauthentication?.maxAgeSeconds !== undefined && { max_age: String(reauthentication.maxAgeSeconds) }),
    });
    return url.href;
  }

  /**
   * Who signed in, by what the browser brought to the redirect URI.
   * @param lacks whether claims are missing that the userinfo endpoint may have
   * @throws OidcSignInError
   */
  async complete(
    parameters: URLSearchParams,
    pending: PendingSignIn,
    lacks: (claims: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<OidcSignIn> {
    const { provider, redirectUri } = this.options;
    checkAuthorizationResponse(parameters, pending, { metadata: provider.metadata, ownRedirectUri: redirectUri });
    const { idToken, accessToken, claims } = await this.redeem(parameters, pending);
    const others = lacks(claims) ? await this.userinfo(accessToken, claims.sub) : {};
    const sessionId = typeof claims['sid'] === 'string' ? claims['sid'] : null;
    // What is signed goes before what is not.
    return { subject: claims.sub, claims: { ...others, ...claims }, sessionId, idToken };
  }

  /**
   * Who was logged out, by a logout token that the OpenID provider sent (Back-Channel Logout §2.5); it is used once.
   * @throws OidcSignInError
   */
  logout(token: string, store: OidcStore): Promise<OidcLogout> {
    return verifyLogoutToken(token, this.options, store);
  }

  /** Where to send a browser to log out of the OpenID provider too (RP-Initiated Logout §2); undefined when it has no such place. */
  logoutUrl(logout: { readonly postLogoutRedirectUri: string; readonly idToken?: string }): string | undefined {
    if (this.options.provider.metadata.end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(this.configuration(this.fetch()), {
      post_logout_redirect_uri: logout.postLogoutRedirectUri,
      ...(logout.idToken !== undefined && { id_token_hint: logout.idToken }),
    }).href;
  }

  /**
   * The tokens for a code. The ID token is verified as soon as it is there, by our rules and with a name for each cause;
   * openid-client then applies its own to the same answer.
   */
  private async redeem(parameters: URLSearchParams, pending: PendingSignIn) {
    let claims: IdTokenClaims | undefined;
    const configuration = this.configuration(async (url, options) => {
      const response = await this.fetch()(url, options);
      if (response.ok) claims = await this.verified(await readTokens(response.clone()), pending);
      return response;
    });
    const url = new URL(`${pending.redirectUri}?${parameters}`);
    const checks = {
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      pkceCodeVerifier: pending.codeVerifier,
    };
    const tokens = await client
      .authorizationCodeGrant(configuration, url, { ...checks, idTokenExpected: true })
      .catch((error: unknown) => {
        throw refusalOf(error, 'oidc_token_endpoint');
      });
    if (!claims || tokens.id_token === undefined) throw OidcSignInError.of('oidc_no_id_token');
    return { idToken: tokens.id_token, accessToken: tokens.access_token, claims };
  }

  private verified(
    { id_token: idToken, access_token: accessToken }: TokenAnswer,
    { nonce, reauthentication }: PendingSignIn,
  ) {
    if (typeof idToken !== 'string') throw OidcSignInError.of('oidc_no_id_token');
    const rules = { ...this.options, nonce, accessToken: typeof accessToken === 'string' ? accessToken : undefined };
    return verifyIdToken(idToken, { ...rules, ...(reauthentication && { reauthentication }) });
  }

  /** OpenID Connect Core §5.3.2: `sub` must agree. */
  private async userinfo(accessToken: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
    if (this.options.provider.metadata.userinfo_endpoint === undefined) return {};
    const configuration = this.configuration(this.fetch());
    const claims = await client
      .fetchUserInfo(configuration, accessToken, client.skipSubjectCheck)
      .catch((error: unknown) => {
        throw refusalOf(error, 'oidc_userinfo');
      });
    if (claims.sub !== subject) throw OidcSignInError.of('oidc_userinfo_subject');
    return claims;
  }

  private configuration(fetch: Fetch): client.Configuration {
    const { provider, clientId, authentication, clockSkewSeconds } = this.options;
    const { metadata } = provider;
    const configuration = new client.Configuration(
      { ...metadata },
      clientId,
      { [client.clockTolerance]: clockSkewSeconds },
      toClientAuth(authentication, metadata.token_endpoint),
    );
    configuration[client.customFetch] = fetch;
    // The fetcher lets plain http through to private networks that are allowed, and to nobody else.
    client.allowInsecureRequests(configuration);
    return configuration;
  }

  private scope(): string {
    const { scopes_supported: supported = [] } = this.options.provider.metadata;
    return [...SCOPES, ...(supported.includes(GROUPS) ? [GROUPS] : [])].join(' ');
  }

  private fetch(): Fetch {
    return toFetch(this.options.fetcher);
  }
}
