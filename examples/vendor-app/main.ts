import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as openid from 'openid-client';

const { ISSUER = '', CLIENT_ID = '', CLIENT_SECRET = '', PORT = '4000' } = process.env;
const origin = `http://127.0.0.1:${PORT}`;
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

const isPlainHttp = ISSUER.startsWith('http:');
const configuration = await openid.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, {
  execute: isPlainHttp ? [openid.allowInsecureRequests] : [],
});
const keys = createRemoteJWKSet(new URL(configuration.serverMetadata().jwks_uri ?? ''));

interface Checks {
  readonly pkceCodeVerifier: string;
  readonly expectedState: string;
  readonly expectedNonce: string;
}

interface Session {
  readonly claims: openid.IDToken;
  readonly idToken: string;
}

/** Sign-ins under way and sessions, by what the cookie of a browser says. */
const begun = new Map<string, Checks>();
const sessions = new Map<string, Session>();

type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

const routes: Readonly<Record<string, Route>> = {
  'GET /': (request, response) => {
    const session = sessions.get(cookieOf(request));
    show(
      response,
      session
        ? `<h1>Hello ${escape(session.claims['name'] ?? session.claims['preferred_username'])}</h1>
           <p>You are signed in, of ${escape((session.claims['enterprise'] as { name: string }).name)}. <a href="/sign-out">Sign out</a></p>`
        : '<h1>You are not signed in</h1><p><a href="/sign-in">Sign in</a></p>',
    );
  },

  'GET /sign-in': async (_request, response, url) => {
    // Somebody else may begin, too; but only for our own provider (OpenID Connect Core §4).
    if ((url.searchParams.get('iss') ?? ISSUER) !== ISSUER) return end(response, 400, 'Not our provider.');
    const checks = {
      pkceCodeVerifier: openid.randomPKCECodeVerifier(),
      expectedState: openid.randomState(),
      expectedNonce: openid.randomNonce(),
    };
    const hints = [...url.searchParams].filter(([name]) => name === 'login_hint' || name === 'enterprise');
    const target = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: `${origin}/callback`,
      scope: 'openid profile email organizations groups roles',
      code_challenge: await openid.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      ...Object.fromEntries(hints),
    });
    const id = newId();
    begun.set(id, checks);
    redirect(response, target, id);
  },

  'GET /callback': async (request, response, url) => {
    const checks = begun.get(cookieOf(request));
    begun.delete(cookieOf(request));
    if (!checks) return end(response, 400, 'Begin again.');
    const tokens = await openid.authorizationCodeGrant(configuration, url, checks);
    const id = newId();
    const claims = tokens.claims();
    if (!claims) return end(response, 400, 'No ID token.');
    sessions.set(id, { claims, idToken: tokens.id_token ?? '' });
    redirect(response, `${origin}/`, id);
  },

  'POST /backchannel-logout': async (request, response) => {
    const token = new URLSearchParams(await bodyOf(request)).get('logout_token') ?? '';
    const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: CLIENT_ID, typ: 'logout+jwt' });
    const events = payload['events'] as object | undefined;
    if (!events || !(LOGOUT_EVENT in events) || 'nonce' in payload) return end(response, 400, 'No logout token.');
    for (const [id, { claims }] of sessions) if (claims['sid'] === payload['sid']) sessions.delete(id);
    response.setHeader('Cache-Control', 'no-store');
    end(response, 200, '');
  },

  'GET /sign-out': (request, response) => {
    const session = sessions.get(cookieOf(request));
    sessions.delete(cookieOf(request));
    const parameters = { post_logout_redirect_uri: `${origin}/`, ...(session && { id_token_hint: session.idToken }) };
    redirect(response, openid.buildEndSessionUrl(configuration, parameters), '');
  },
};

createServer((request, response) => {
  const url = new URL(request.url ?? '/', origin);
  const route = routes[`${request.method} ${url.pathname}`];
  if (route) answer(route, request, response, url).catch((error: unknown) => end(response, 400, String(error)));
  else end(response, 404, 'Not found.');
}).listen(Number(PORT), '127.0.0.1', () => process.stdout.write(`Open ${origin}\n`));

async function answer(route: Route, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  await route(request, response, url);
}

function newId(): string {
  return randomBytes(32).toString('base64url');
}

function cookieOf(request: IncomingMessage): string {
  return /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
}

function redirect(response: ServerResponse, url: URL | string, session: string): void {
  response
    .writeHead(303, { Location: String(url), 'Set-Cookie': `session=${session}; Path=/; HttpOnly; SameSite=Lax` })
    .end();
}

function show(response: ServerResponse, main: string): void {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`<!doctype html><html lang="en"><title>Example</title><main>${main}</main></html>`);
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}

function escape(text: unknown): string {
  return String(text).replaceAll(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return body;
}
