import { randomUUID } from 'node:crypto';
import type { HttpExchange } from '../http/client.ts';
import type { Given, Json, JsonObject } from '../profile/exchange.ts';
import { fill, isObject, type Lookup } from '../template.ts';
import { type Directory, isUnknownThere, objectOf, tellAnswer } from './directory.ts';
import { inParallel } from './in-parallel.ts';
import { MadeResources } from './made-resources.ts';
import { type Names, randomText } from './names.ts';
import { isUsableId, NOT_OURS } from './ownership.ts';

/** What must be there before an exchange could not be brought there. */
export class SetUpFailed extends Error {
  override readonly name = 'SetUpFailed';

  readonly lacks: 'groups' | 'delete' | undefined;

  /** @param lacks when that is because the server has no such thing */
  constructor(message: string, lacks?: 'groups' | 'delete') {
    super(message);
    this.lacks = lacks;
  }
}

/** What an import asks for first; a list exchange by itself asks for it, too. */
const FIRST_PAGE = { startIndex: 1, count: 100 };

type GivenUser = Extract<Given, { readonly user: string }>;
type GivenCrowd = Extract<Given, { readonly crowd: string }>;
type GivenGroup = Extract<Given, { readonly group: string }>;

/** What a lookup knows beside the people and groups of the scene. */
export interface Circumstances {
  /** Other people or groups in the places of those that templates name. */
  readonly as?: Readonly<Record<string, string>>;
  readonly page?: { readonly startIndex: number; readonly count: number };
}

/** The people and groups of one exchange or story: made on the server before, known by their names, and removed after. */
export class Scene {
  readonly made: MadeResources;
  private readonly directory: Directory;
  private readonly names: Names;
  private readonly signal: AbortSignal;
  private readonly bound = new Map<string, { readonly id: string; readonly resource: JsonObject }>();
  private readonly crowds = new Map<string, readonly string[]>();

  constructor(directory: Directory, names: Names, signal: AbortSignal) {
    this.directory = directory;
    this.names = names;
    this.signal = signal;
    this.made = new MadeResources(directory);
  }

  /** Makes what is given, one after the other. @throws SetUpFailed */
  async setUp(given: readonly Given[]): Promise<void> {
    for (const each of given) {
      if ('user' in each) await this.setUpUser(each);
      else if ('crowd' in each) await this.setUpCrowd(each);
      else await this.setUpGroup(each);
    }
  }

  /** Lets a crowd that is there already grow. @throws SetUpFailed */
  async grow(crowd: string, users: number): Promise<void> {
    const members = [...this.crowd(crowd)];
    const more = membersOf(crowd, users).slice(members.length);
    this.crowds.set(crowd, [...members, ...more]);
    // The first alone: a server that refuses it is not asked a hundred times.
    await inParallel(more.slice(0, 1), async user => this.setUpUser({ user }));
    await inParallel(more.slice(1), async user => this.setUpUser({ user }));
  }

  /** The names of a crowd's members. */
  crowd(name: string): readonly string[] {
    return this.crowds.get(name) ?? [];
  }

  /** The server's id of somebody who was set up or captured. */
  idOf(name: string): string | undefined {
    return this.bound.get(name)?.id;
  }

  /** Keeps what the server says of somebody; without an `id` that can stand in a path it is nobody. */
  bind(name: string, resource: Json | undefined): void {
    if (!isObject(resource) || typeof resource['id'] !== 'string' || !isUsableId(resource['id'])) return;
    this.directory.ownership.noteAnswered(resource['id']);
    this.bound.set(name, { id: resource['id'], resource });
  }

  /** What templates stand for. */
  lookup({ as = {}, page = FIRST_PAGE }: Circumstances = {}): Lookup {
    return expression => {
      const [owner = '', attribute = ''] = expression.trim().split('.');
      if (owner === 'baseUrl') return this.directory.baseUrl;
      if (owner === 'random') return attribute === 'uuid' ? randomUUID() : randomText(12);
      if (owner === 'page') return page[attribute === 'count' ? 'count' : 'startIndex'];
      const name = Object.hasOwn(as, owner) ? as[owner] : owner;
      return name === undefined ? undefined : this.attributeOf(name, attribute);
    };
  }

  private attributeOf(name: string, attribute: string): Json | undefined {
    if (attribute === 'id') return this.bound.get(name)?.id;
    return attribute === 'resource' ? this.bound.get(name)?.resource : this.names.of(name)[attribute];
  }

  private async setUpUser({ user, active, deleted, attributes }: GivenUser): Promise<void> {
    const { userName, givenName, familyName, displayName, email, externalId } = this.names.of(user) as Record<
      string,
      string
    >;
    const plain = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      externalId,
      userName,
      name: { givenName, familyName },
      displayName,
      emails: [{ value: email, type: 'work', primary: true }],
      active: true,
    } as JsonObject;
    await this.create('/Users', user, this.overlay(plain, attributes));
    if (active === false) await this.deactivate(user);
    if (deleted !== true) return;
    const path = this.pathOf(user);
    const answered = await this.send('DELETE', path);
    if (isUnknownThere(answered.answer)) throw new SetUpFailed(`DELETE ${path} is ${tellAnswer(answered)}`, 'delete');
    mustSucceed(answered, `DELETE ${path}`);
  }

  private pathOf(user: string): string {
    return `/Users/${encodeURIComponent(this.idOf(user) ?? '')}`;
  }

  private async setUpCrowd({ crowd, users }: GivenCrowd): Promise<void> {
    this.crowds.delete(crowd);
    await this.grow(crowd, users);
  }

  private async setUpGroup({ group, members = [], attributes }: GivenGroup): Promise<void> {
    const names = members.flatMap(member => this.crowds.get(member) ?? [member]);
    const plain: JsonObject = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      externalId: this.names.of(group)['externalId'] ?? '',
      displayName: this.names.of(group)['displayName'] ?? '',
      ...(names.length > 0 && { members: names.map(name => ({ value: this.idOf(name) ?? '' })) }),
    };
    await this.create('/Groups', group, this.overlay(plain, attributes));
  }

  private overlay(plain: JsonObject, attributes: JsonObject = {}): JsonObject {
    const laid = { ...plain, ...(fill(attributes, this.lookup()) as JsonObject) };
    return Object.fromEntries(Object.entries(laid).filter(([, value]) => value !== null));
  }

  private async create(path: '/Users' | '/Groups', name: string, resource: JsonObject): Promise<void> {
    const answered = await this.send('POST', path, resource);
    if (path === '/Groups' && isUnknownThere(answered.answer)) {
      throw new SetUpFailed(`POST ${path} is ${tellAnswer(answered)}`, 'groups');
    }
    mustSucceed(answered, `POST ${path}`);
    this.bind(name, objectOf(answered.answer));
    const id = this.idOf(name);
    if (id === undefined) throw new SetUpFailed(`POST ${path} is answered without an id that can be used.`);
    if (!this.directory.ownership.hasMade(id, path.slice(1))) throw new SetUpFailed(NOT_OURS);
  }

  private async deactivate(user: string): Promise<void> {
    const path = this.pathOf(user);
    let answered = await this.send('PATCH', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    if (answered.answer && answered.answer.status >= 400) {
      const resource = this.bound.get(user)?.resource ?? {};
      answered = await this.send('PUT', path, { ...resource, active: false });
    }
    mustSucceed(answered, `A PATCH, then a PUT with active: false of ${path}`);
    this.bind(user, objectOf(answered.answer) ?? objectOf((await this.send('GET', path)).answer));
  }

  private async send(method: string, path: string, body?: Json): Promise<HttpExchange> {
    if (this.signal.aborted) throw new SetUpFailed('Not set up, because the run has come to its end.');
    const answered = await this.directory.send(method, path, body);
    this.made.note(answered);
    await this.made.settled();
    return answered;
  }
}

function membersOf(crowd: string, users: number): string[] {
  return Array.from({ length: users }, (_, index) => `${crowd}${index + 1}`);
}

function mustSucceed(answered: HttpExchange, what: string): void {
  if (answered.answer && answered.answer.status < 300) return;
  throw new SetUpFailed(`What must be there first could not be set up: ${what} is ${tellAnswer(answered)}.`);
}
