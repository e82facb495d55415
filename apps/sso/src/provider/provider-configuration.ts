import type { Configuration, JWKS, KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '#libs/persistence';
import type { SecretBox } from '#libs/tokens';
import { accountClaims, claimsOfScopes } from './account-claims.js';
import { SECRETS } from './client-metadata.js';
import { existingGrant } from './existing-grant.js';
import { signInPolicy } from './interaction-policy.js';
import { errorPage, signedOutPage, signOutPage } from './provider-pages.js';
import { ProviderAdapter } from './provider-adapter.js';
import { readSubject } from './sign-in-subject.js';

/** What the provider is made from. */
export interface ProviderDependencies {
  readonly database: Database;
  readonly secretBox: SecretBox;
  /** Whether browsers come over HTTPS. */
  readonly isSecure: boolean;
  readonly jwks: JWKS;
  readonly cookieKeys: readonly string[];
}

const HOUR = 3600;
const on = { enabled: true } as const;
const off = { enabled: false } as const;

/** No longer than a session of an account; each use asks whether that is alive. */
const ttl = {
  AccessToken: HOUR,
  AuthorizationCode: 60,
  Grant: 12 * HOUR,
  IdToken: HOUR,
  Interaction: HOUR / 2,
  RefreshToken: 12 * HOUR,
  Session: 12 * HOUR,
} as const;

/** The settings of the OpenID provider: authorization code with PKCE, and nothing that nobody needs. */
export function providerConfiguration(dependencies: ProviderDependencies): Configuration {
  const { database, secretBox, jwks } = dependencies;
  return {
    adapter: model => new ProviderAdapter(model, database, secretBox),
    jwks,
    cookies: cookies(dependencies),
    ttl,
    claims: Object.fromEntries(Object.entries(claimsOfScopes).map(([scope, claims]) => [scope, [...claims]])),
    scopes: ['offline_access', ...Object.keys(claimsOfScopes)],
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    subjectTypes: ['public'],
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    enableHttpPostMethods: false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    extraClientMetadata: { properties: [SECRETS] },
    extraParams: { enterprise: null },
    rotateRefreshToken: true,
    findAccount: async (_context, subject) => {
      const key = readSubject(subject);
      const account = key && (await database.repositories.signedInAccounts.find(key));
      if (!account) return undefined;
      return {
        accountId: subject,
        enterpriseKey: account.enterpriseKey,
        claims: (use, scope) => accountClaims(database.repositories, account, { use, scope }),
      };
    },
    loadExistingGrant: context => existingGrant(context, database.repositories),
    interactions: { policy: signInPolicy(), url: (_context, { uid }) => `/sso/interaction/${uid}` },
    renderError: (context, _out, error) => errorPage(context, error),
    features: features(),
    clientBasedCORS: () => false,
  };
}

/** `__Host-` wants the path `/`; those of one interaction are sent to its own paths alone. */
function cookies({ isSecure, cookieKeys }: ProviderDependencies): NonNullable<Configuration['cookies']> {
  const attributes = { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true, overwrite: true } as const;
  const secure = isSecure ? '__Secure-' : '';
  return {
    keys: [...cookieKeys],
    names: {
      session: `${isSecure ? '__Host-' : ''}postern-session`,
      interaction: `${secure}postern-interaction`,
      resume: `${secure}postern-resume`,
    },
    long: { ...attributes, path: '/' },
    short: attributes,
  };
}

/** Every feature by name, so that none comes with a new version of the library. */
function features(): NonNullable<Configuration['features']> {
  return {
    // We send logout tokens, whoever ends a session: `apps/worker/src/logout`. The library's own way is taken out.
    backchannelLogout: on,
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context: KoaContextWithOIDC, form: string) => signOutPage(context, form),
      postLogoutSuccessSource: (context: KoaContextWithOIDC) => signedOutPage(context),
    },
    pushedAuthorizationRequests: on,
    revocation: on,
    userinfo: on,
    claimsParameter: off,
    ciba: off,
    clientCredentials: off,
    deviceFlow: off,
    devInteractions: off,
    dPoP: off,
    encryption: off,
    introspection: off,
    jwtIntrospection: off,
    jwtResponseModes: off,
    jwtUserinfo: off,
    mTLS: off,
    registration: off,
    registrationManagement: off,
    requestObjects: off,
    resourceIndicators: off,
    richAuthorizationRequests: off,
    rpMetadataChoices: off,
  };
}
