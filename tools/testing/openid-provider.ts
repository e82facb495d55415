import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';

/** A person whom the provider signs in without asking; the claims are what its userinfo and ID tokens say. */
export interface ProviderPerson {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** A real OpenID provider in this process, that plays an enterprise's identity provider. */
export interface TestOpenIdProvider {
  readonly issuer: string;
  /** Whom it signs in from now on. */
  signInAs(person: ProviderPerson): void;
  /** What it brings a browser to that starts at this URL: the URL to which the browser is sent away from the provider. */
  browse(url: string): Promise<URL>;
  /** The callback of its router: for what tests do with it besides. */
  readonly provider: Provider;
  close(): Promise<void>;
}

/** Starts an OpenID provider on a free port of the loopback network. */
export async function startOpenIdProvider(
  clients: readonly ClientMetadata[],
  configuration: Configuration = {},
): Promise<TestOpenIdProvider> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let person: ProviderPerson = { sub: 'kim-1' };
  const provider = new Provider(issuer, {
    ...configurationFor(clients, () => person),
    ...configuration,
  });
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) void answer(request, response);
    else void provider.interactionFinished(request, response, { login: { accountId: person.sub } });
  });
  return {
    issuer,
    provider,
    signInAs: next => (person = next),
    browse: url => browse(issuer, url),
    close: () => close(server),
  };
}

function configurationFor(clients: readonly ClientMetadata[], person: () => ProviderPerson): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [...clients],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'of-the-test', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key of the test'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    claims: { openid: ['sub', 'sid'], email: ['email'], profile: ['name', 'preferred_username'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    // Nobody is asked for consent.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ ...person(), sub: accountId }) }),
  };
}

/** Follows redirects with the cookies of the provider, as a browser does. */
async function browse(issuer: string, start: string): Promise<URL> {
  const cookies = new Map<string, string>();
  for (let url = start; url.startsWith(issuer);) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const [name = '', ...value] = pair.split('=');
      cookies.set(name, value.join('='));
    }
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
    url = new URL(location, url).href;
    if (!url.startsWith(issuer)) return new URL(url);
  }
  throw new Error(`${start} is no URL of the provider.`);
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
}
