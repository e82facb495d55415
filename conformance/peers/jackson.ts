/**
 * Directory sync of SAML Jackson (Polis) as an npm library: what its own service does around `requests.handle`, on a plain
 * HTTP server. Run by `main.ts` in the folder into which the package is installed.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { controllers } from '@boxyhq/saml-jackson';

/** Which kind of directory its administrator would choose. */
const types: Readonly<Record<string, string>> = {
  'entra-id': 'azure-scim-v2',
  'entra-id-optscim': 'azure-scim-v2',
  jumpcloud: 'jumpcloud-scim-v2',
  'okta-catalogue-app': 'okta-scim-v2',
  'okta-custom-app': 'okta-scim-v2',
  'okta-spec': 'okta-scim-v2',
};

const { directorySyncController } = await controllers({
  externalUrl: 'http://127.0.0.1',
  samlPath: '/sso',
  samlAudience: 'https://saml.example.com',
  scimPath: '/scim',
  // A page may be as long as identity providers ask for; the default is 50.
  db: { engine: 'mem', pageLimit: 1000 },
  noAnalytics: true,
});
const created = await directorySyncController.directories.create({
  name: 'Conformance',
  tenant: 'example.com',
  product: 'conformance',
  type: types[process.argv[2] ?? ''] ?? 'generic-scim-v2',
});
if (!created.data) throw new Error(created.error?.message);
const directory = created.data;

async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly data?: unknown }> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
  const [resourceType = '', resourceId] = pathname.split('/').slice(2).map(decodeURIComponent);
  const number = (name: string) => Number.parseInt(searchParams.get(name) ?? '', 10) || undefined;
  return directorySyncController.requests.handle(
    {
      method: request.method ?? 'GET',
      body: await readBody(request),
      directoryId: directory.id,
      resourceType,
      resourceId,
      apiSecret: /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null,
      query: {
        count: number('count'),
        startIndex: number('startIndex'),
        filter: searchParams.get('filter') ?? undefined,
      },
    },
    // The application's own, which is told of every change.
    async () => {},
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const body = await text(request);
  return body === '' ? undefined : (JSON.parse(body) as unknown);
}

/** What the library throws is no answer of it: its own service says 500, and 400 to what is no JSON. */
function failure(reason: unknown): { readonly status: number; readonly data: unknown } {
  const status = reason instanceof SyntaxError ? 400 : 500;
  const detail = `The library threw: ${String(reason)}`;
  return { status, data: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: `${status}`, detail } };
}

const server = createServer((request, response) => {
  void answer(request)
    .catch(failure)
    .then(({ status, data }) => {
      response.writeHead(status, {
        // The library leaves headers to the server around it.
        'Content-Type': request.headers.accept === 'application/json' ? 'application/json' : 'application/scim+json',
        ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
      });
      response.end(data === undefined ? undefined : JSON.stringify(data));
    });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  const { secret } = directory.scim;
  process.stdout.write(`${JSON.stringify({ baseUrl: `http://127.0.0.1:${port}/scim`, token: secret })}\n`);
});
