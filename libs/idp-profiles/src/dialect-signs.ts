import { decodedPath, type RequestShape } from './request-shape.js';

/** The identity providers whose requests look like nobody else's. */
export type Dialect = 'okta' | 'entra-id' | 'jumpcloud';

/** Something that only one identity provider does. */
export interface DialectSign {
  readonly dialect: Dialect;
  /** To an administrator: what was seen. */
  readonly sign: string;
  /** The exchange or record that shows it. */
  readonly evidence: string;
  readonly isIn: (request: RequestShape) => boolean;
}

/** JumpCloud's ids are those of MongoDB, Okta's begin with their kind. */
const OKTA_ID = /^00[ug][\dA-Za-z]{17}$/;
const JUMPCLOUD_ID = /^[\da-f]{24}$/;

/** Okta's "Test Connector Configuration" is always this one request. */
const OKTA_TEST = /^\/Users\?startIndex=1&count=2$/;

/** Entra ID looks for a random id before all it does. */
const ENTRA_PROBE =
  /^\/(?:Users|Groups)\?(?:excludedAttributes=members&)?filter=(?:userName|displayName|externalId|emails\[type eq "work"\]\.value) eq "[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}"(?:&aadOptscim062020)?$/i;

/** Whether this is Okta's test of a connection. */
export function isOktaTest({ method, path }: Pick<RequestShape, 'method' | 'path'>): boolean {
  return method === 'GET' && OKTA_TEST.test(path);
}

/** Whether this looks like what Entra ID sends before all it does; a search by externalId may also be one for a person. */
export function isEntraProbe({ method, path }: Pick<RequestShape, 'method' | 'path'>): boolean {
  return method === 'GET' && ENTRA_PROBE.test(decodedPath(path));
}

/**
 * The surest signs first. JumpCloud's requests name their sender nowhere: of them only its ids and its minimal update tell.
 */
export const dialectSigns: readonly DialectSign[] = [
  {
    dialect: 'okta',
    sign: 'the User-Agent is Okta’s SCIM client',
    evidence: 'OK-01',
    isIn: ({ userAgent }) => /^okta scim (?:client|integration)/i.test(userAgent ?? ''),
  },
  {
    dialect: 'entra-id',
    sign: 'there is a header ADSCIMVersion',
    evidence: 'EN-X4',
    isIn: ({ adScimVersion }) => adScimVersion !== null,
  },
  {
    dialect: 'entra-id',
    sign: 'the URL holds aadOptscim062020',
    evidence: 'EN-T1',
    isIn: ({ path }) => path.includes('aadOptscim062020'),
  },
  {
    dialect: 'entra-id',
    sign: 'the body names a schema of Entra ID’s own',
    evidence: 'EN-G3',
    isIn: ({ body }) =>
      textsOf(field(body, 'schemas')).some(urn => urn.startsWith('http://schemas.microsoft.com/2006/11/')),
  },
  {
    dialect: 'entra-id',
    sign: 'the operations of a PATCH begin with a capital letter',
    evidence: 'EN-U18',
    isIn: ({ body }) => operationsOf(body).some(({ op }) => /^(?:Add|Replace|Remove)$/.test(String(op))),
  },
  {
    dialect: 'entra-id',
    sign: 'a random id is looked for that nobody has',
    evidence: 'EN-T1',
    isIn: isEntraProbe,
  },
  {
    dialect: 'okta',
    sign: 'the externalId is an id of Okta',
    evidence: 'OK-04',
    isIn: ({ body }) => OKTA_ID.test(String(field(body, 'externalId'))),
  },
  {
    dialect: 'okta',
    sign: 'two users are asked for from the first on',
    evidence: 'OK-01',
    isIn: isOktaTest,
  },
  {
    dialect: 'jumpcloud',
    sign: 'the externalId is an id of JumpCloud',
    evidence: 'JC-03',
    isIn: ({ body }) => JUMPCLOUD_ID.test(String(field(body, 'externalId'))),
  },
  {
    dialect: 'jumpcloud',
    sign: 'an update has "emails": null',
    evidence: 'JC-05',
    isIn: ({ method, body }) => method === 'PUT' && field(body, 'emails') === null,
  },
];

function field(body: unknown, name: string): unknown {
  return isObject(body) ? body[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function operationsOf(body: unknown): readonly { readonly op?: unknown }[] {
  const operations = field(body, 'Operations');
  return Array.isArray(operations) ? operations.filter(isObject) : [];
}
