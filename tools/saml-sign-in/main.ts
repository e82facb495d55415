import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { fetchIdpMetadata, IdpMetadataRefused } from '#libs/idp-metadata';
import { PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import { SamlServiceProvider, type SamlSignIn, SignInError } from '#libs/saml-sp';
import { keys, toOwnKey } from '../testing/saml/keys.ts';
import { memoryStore } from '../testing/saml/memory-store.ts';

const HELP = `Signs one person in at any SAML 2.0 identity provider, and tells what it sent: with the checks of Postern, without Postern.

  npm run saml:sign-in -- --metadata URL [options]

  --metadata URL      the metadata of the identity provider
  --public-url URL    under which the browser and the identity provider reach this (http://127.0.0.1:4400)
  --port N            to listen on (4400)
  --idp-initiated     accept a sign-in that the identity provider begins
  --skew N            by how many seconds the clocks may differ (60)
  --private CIDR      networks that may be asked for the metadata though they are not public

It prints the entity ID and the ACS URL to be entered there, then where to open a browser. It ends with the first answer: 0 when the
person is signed in, 1 when the answer is refused, 2 when it cannot begin.
`;

const { values } = parseArgs({
  options: {
    metadata: { type: 'string' },
    'public-url': { type: 'string' },
    port: { type: 'string', default: '4400' },
    'idp-initiated': { type: 'boolean', default: false },
    skew: { type: 'string', default: '60' },
    private: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** The service provider of one run; its keys are made for it. */
async function serviceProvider(metadataUrl: string, publicUrl: string): Promise<SamlServiceProvider> {
  const safeFetch = new SafeFetch({ allowedPrivateNetworks: PrivateNetworks.parse(values.private) });
  const metadata = await fetchIdpMetadata(safeFetch, metadataUrl);
  const [{ url: signOnUrl, binding: signOnBinding }] = metadata.signOnUrls;
  return new SamlServiceProvider({
    idp: { entityId: metadata.entityId, certificates: metadata.certificates, signOnUrl, signOnBinding },
    entityId: `${publicUrl}/metadata`,
    acsUrl: `${publicUrl}/acs`,
    singleLogoutUrl: `${publicUrl}/slo`,
    signingKeys: { current: toOwnKey(keys.own) },
    decryptionKeys: { current: toOwnKey(keys.own) },
    clockSkewSeconds: Number(values.skew),
    allowsIdpInitiated: values['idp-initiated'],
    store: memoryStore(),
  });
}

/** What came of the first answer; nothing yet. */
type Outcome = SamlSignIn | SignInError | undefined;

async function answer(
  provider: SamlServiceProvider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/metadata') {
    response.setHeader('Content-Type', 'application/samlmetadata+xml').end(provider.metadata());
  } else if (pathname === '/acs' && request.method === 'POST') {
    const form = new URLSearchParams(await text(request));
    const outcome = await provider
      .validateResponse(form.get('SAMLResponse') ?? '', { relayState: form.get('RelayState') })
      .catch((error: unknown) => {
        if (error instanceof SignInError) return error;
        throw error;
      });
    response.end(
      outcome instanceof SignInError ? 'Refused. The terminal says why.' : 'Signed in. The terminal says as whom.',
    );
    return outcome;
  } else if (pathname === '/') {
    await begin(provider, response);
  } else {
    response.writeHead(404).end();
  }
  return undefined;
}

async function begin(provider: SamlServiceProvider, response: ServerResponse): Promise<void> {
  const { message } = await provider.authnRequest({ relayState: null });
  if (message.binding === 'HTTP-Redirect') return void response.writeHead(303, { Location: message.url }).end();
  const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const inputs = Object.entries(message.fields).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const form = `<form method="post" action="${escaped(message.action)}">${inputs.join('')}<button>Continue</button></form>`;
  response.setHeader('Content-Type', 'text/html; charset=utf-8').end(form);
}

async function main(metadataUrl: string): Promise<number> {
  const publicUrl = values['public-url'] ?? `http://127.0.0.1:${values.port}`;
  const provider = await serviceProvider(metadataUrl, publicUrl);
  const { promise, resolve, reject } = Promise.withResolvers<NonNullable<Outcome>>();
  const server = createServer((request, response) => {
    answer(provider, request, response).then(outcome => outcome && resolve(outcome), reject);
  });
  server.listen(Number(values.port), '127.0.0.1');
  console.log(
    `entity ID  ${publicUrl}/metadata (also the metadata)\nACS URL    ${publicUrl}/acs\nOpen       ${publicUrl}/`,
  );
  const outcome = await promise;
  server.close().closeIdleConnections();
  if (outcome instanceof SignInError) console.log(`refused: ${outcome.code}. ${outcome.reason}`);
  else console.log(JSON.stringify(outcome, null, 2));
  return outcome instanceof SignInError ? 1 : 0;
}

if (values.help) console.log(HELP);
else if (values.metadata === undefined) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await main(values.metadata);
  } catch (error) {
    if (!(error instanceof IdpMetadataRefused)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
