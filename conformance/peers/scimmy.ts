/**
 * SCIMMY as its documentation shows it: its routers on Express, its own resources and schemas, its own `Filter`, and a handler
 * that keeps records in memory. Run by `main.ts` in the folder into which the packages are installed.
 */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import express, { type NextFunction, type Request as HttpRequest, type Response } from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

interface Meta {
  readonly resourceType: Kind;
  readonly created: Date;
  readonly lastModified: Date;
}
type Stored = Record<string, unknown> & { readonly id: string; readonly meta: Meta };
type Kind = 'User' | 'Group';
interface Request {
  readonly id?: string;
  readonly filter?: { match<Value extends object>(values: readonly Value[]): Value[] };
}
interface Member {
  readonly value: string;
}

const stores: Readonly<Record<Kind, Map<string, Stored>>> = { User: new Map(), Group: new Map() };
const nameOf = { User: 'userName', Group: 'displayName' } as const;

for (const kind of ['User', 'Group'] as const) {
  SCIMMY.Resources.declare(SCIMMY.Resources[kind])
    .ingress((request: Request, resource: object) => save(kind, request, resource))
    .egress((request: Request) => find(kind, request))
    .degress((request: Request) => remove(kind, request));
}
SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false);

/** Creates without an id, replaces with one. */
function save(kind: Kind, { id }: Request, resource: object): Stored {
  // The instance is a view with getters; what is stored is plain.
  const {
    password: _password,
    meta: _meta,
    ...values
  } = JSON.parse(JSON.stringify(resource)) as Record<string, unknown>;
  const before = id === undefined ? undefined : mustFind(kind, id);
  mustBeUnique(kind, values, id);
  const plain = { ...values, ...(kind === 'Group' && { members: knownOnce(values) }), id: before?.id ?? randomUUID() };
  if (before && isDeepStrictEqual({ ...before, meta: undefined }, { ...plain, meta: undefined }))
    return shown(kind, before);
  const now = new Date();
  const stored = { ...plain, meta: { resourceType: kind, created: before?.meta.created ?? now, lastModified: now } };
  stores[kind].set(stored.id, stored);
  return shown(kind, stored);
}

/** As a table of memberships would keep them: nobody twice, and nobody who is not there. */
function knownOnce(group: Readonly<Record<string, unknown>>): Member[] {
  const known = membersOf(group).filter(({ value }) => stores.User.has(value) || stores.Group.has(value));
  return [...new Map(known.map(member => [member.value, member])).values()];
}

/** Names are, in upper or lower case. */
function mustBeUnique(kind: Kind, values: Readonly<Record<string, unknown>>, id: string | undefined): void {
  const nameIn = (each: Readonly<Record<string, unknown>>) => String(each[nameOf[kind]]).toLowerCase();
  const same = [...stores[kind].values()].find(each => each.id !== id && nameIn(each) === nameIn(values));
  if (same) throw new SCIMMY.Types.Error(409, 'uniqueness', `${nameOf[kind]} is in use`);
}

/** One, or all; what a filter lets through is up to SCIMMY, and so are pages. */
function find(kind: Kind, { id, filter }: Request): Stored | Stored[] {
  if (id !== undefined) return shown(kind, mustFind(kind, id));
  const all = [...stores[kind].values()].map(each => shown(kind, each));
  return filter ? filter.match(all) : all;
}

function remove(kind: Kind, { id = '' }: Request): void {
  mustFind(kind, id);
  stores[kind].delete(id);
  for (const group of stores.Group.values()) {
    stores.Group.set(group.id, { ...group, members: membersOf(group).filter(({ value }) => value !== id) });
  }
}

function mustFind(kind: Kind, id: string): Stored {
  const found = stores[kind].get(id);
  if (!found) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
  return found;
}

/** A copy, so that nothing is changed but by `save`; a user's with the groups. */
function shown(kind: Kind, stored: Stored): Stored {
  const copy = structuredClone(stored);
  if (kind === 'Group') return copy;
  const groups = [...stores.Group.values()].filter(each => membersOf(each).some(({ value }) => value === stored.id));
  if (groups.length === 0) return copy;
  return {
    ...copy,
    groups: groups.map(({ id, displayName }) => ({ value: id, display: displayName, type: 'direct' })),
  };
}

function membersOf(group: Readonly<Record<string, unknown>>): readonly Member[] {
  return (group['members'] ?? []) as readonly Member[];
}

const token = randomUUID();
const app = express();
app.use(
  '/scim',
  new SCIMMYRouters({
    type: 'bearer',
    handler: (request: HttpRequest) => {
      if (request.header('Authorization') !== `Bearer ${token}`) throw new Error('The token is not valid.');
      return 'conformance';
    },
    baseUri: (request: HttpRequest) => `http://${request.header('Host')}`,
  }),
);
// What the routers pass on has been answered; Express would write it to the terminal.
app.use((_error: unknown, _request: HttpRequest, _response: Response, _next: NextFunction) => {});
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ baseUrl: `http://127.0.0.1:${port}/scim`, token })}\n`);
});
