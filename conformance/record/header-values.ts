/** Clients that many have. Whatever else stands in a User-Agent could be the name of a company. */
const clients = [
  'OKTA SCIM Integration',
  'Okta SCIM Client',
  'Microsoft-AzureAD-SCIM',
  'Microsoft-Entra-SCIM',
  'JumpCloud SCIM Client',
  'JumpCloud',
  'OneLogin SCIM Client',
  'OneLogin',
  'PingOne',
  'SailPoint',
  'Rippling',
  'Keycloak',
  'authentik',
  'Go-http-client',
  'python-requests',
  'python-httpx',
  'aiohttp',
  'Java',
  'Java-http-client',
  'Apache-HttpClient',
  'Jakarta Commons-HttpClient',
  'okhttp',
  'axios',
  'node',
  'node-fetch',
  'undici',
  'curl',
  'PostmanRuntime',
];

const mediaTypes = [
  'application/scim+json',
  'application/json',
  'application/problem+json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'application/*',
  'text/plain',
  'text/html',
  'text/*',
  'image/gif',
  'image/jpeg',
  '*/*',
  // Java has it so.
  '*',
];
const charsets = ['utf-8', 'utf8', 'utf-16', 'iso-8859-1', 'us-ascii', '*'];
const codings = ['gzip', 'x-gzip', 'deflate', 'compress', 'br', 'zstd', 'identity', '*'];
const directives = ['no-cache', 'no-store', 'no-transform', 'max-age=0', 'must-revalidate', 'only-if-cached'];

const VERSION = String.raw`v?\d{1,3}(?:\.\d{1,4}){0,3}`;
const QUALITY = String.raw`(?:\s*;\s*q=(?:[01]?\.\d{1,3}|[01]))?`;
const CHARSET = `(?:\\s*;\\s*charset="?(?:${oneOf(charsets)})"?)?`;

/** Headers that say how an identity provider speaks, and how their values may look: of words that many say, and no others. */
const allowed = new Map<string, RegExp>(
  Object.entries({
    accept: listOf(`(?:${oneOf(mediaTypes)})${CHARSET}${QUALITY}`),
    'accept-charset': listOf(`(?:${oneOf(charsets)})${QUALITY}`),
    'accept-encoding': listOf(`(?:${oneOf(codings)})${QUALITY}`),
    'cache-control': listOf(oneOf(directives)),
    connection: /^(?:keep-alive|close)$/i,
    'content-type': new RegExp(`^(?:${oneOf(mediaTypes)})${CHARSET}$`, 'i'),
    'user-agent': new RegExp(
      `^(?:${oneOf(clients)})(?:[ /]${VERSION})?(?: \\(Java/${VERSION}(?:_\\d{1,3})?\\))?$`,
      'i',
    ),
  }),
);

const known = new Set(
  [...clients, ...mediaTypes, ...charsets, ...codings, ...directives, 'keep-alive', 'close', 'charset', 'q']
    .flatMap(wordsOf)
    .map(word => word.toLowerCase()),
);

/** May a header be written as it was? All others are left out. */
export function isKept(name: string, value: string): boolean {
  return allowed.get(name.toLowerCase())?.test(value) === true;
}

/** Is a text made of words that headers have anyhow? Somebody called "Client" is not given away by them. */
export function isHeaderWord(text: string): boolean {
  return wordsOf(text).every(word => known.has(word.toLowerCase()) || new RegExp(`^(?:${VERSION}|\\d+)$`).test(word));
}

/** What somebody may have typed into a header that is kept: all that is no word of headers. */
export function freeTextIn(name: string, value: string): string[] {
  if (!allowed.has(name.toLowerCase())) return [];
  return wordsOf(value).filter(word => word.length > 2 && !isHeaderWord(word));
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,;=/()"]+/).filter(Boolean);
}

function listOf(element: string): RegExp {
  return new RegExp(`^(?:${element})(?:\\s*,\\s*(?:${element}))*$`, 'i');
}

function oneOf(texts: readonly string[]): string {
  return texts.map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
}
