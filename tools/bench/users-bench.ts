import type { LoadRequest, LoadTarget } from './load.ts';
import { measure } from './load.ts';
import type { Row } from './measurement.ts';

/** A user of the directory, and what was last sent of them. */
interface BenchUser {
  readonly id: string;
  readonly number: number;
  active: boolean;
}

/** Names of the operations on users, in the order they are measured and shown. */
export const USER_OPERATIONS = {
  create: 'POST /Users',
  get: 'GET /Users/{id}',
  filter: 'GET /Users?filter=userName eq',
  patch: 'PATCH /Users/{id} active',
  put: 'PUT /Users/{id}',
  firstPage: 'GET /Users, first 100',
  lastPage: 'GET /Users, last 100',
  delete: 'DELETE /Users/{id}',
} as const;

const STRIDE = 7919;
const PAGE = 100;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The operations on users, on a directory that grows through the service itself. */
export class UsersBench {
  readonly rows: Row[] = [];
  private readonly target: LoadTarget;
  private readonly path: string;
  private readonly users: BenchUser[] = [];
  private nextNumber = 0;

  constructor(target: LoadTarget, basePath: string) {
    this.target = target;
    this.path = `${basePath}/Users`;
  }

  /** The ids of everybody there is. */
  get ids(): string[] {
    return this.users.map(({ id }) => id);
  }

  /** Creates users until there are so many; gives how many it made each second. */
  async growTo(size: number): Promise<number> {
    const missing = size - this.users.length;
    if (missing <= 0) return 0;
    const made = await this.create(8, missing, user => this.users.push(user));
    return made.perSecond;
  }

  /** Measures every operation once. */
  async measureAll(connections: number, seconds: number, run: number): Promise<void> {
    const size = this.users.length;
    const record = async (operation: string, measuring: ReturnType<typeof measure>) =>
      this.rows.push({ operation, size, run, measurement: await measuring });
    const timed = (operation: string, next: (index: number) => LoadRequest) =>
      record(operation, measure({ target: this.target, connections, seconds, next }));

    const extra: BenchUser[] = [];
    const count = Math.min(1000, Math.max(200, Math.round(size / 20)));
    await record(
      USER_OPERATIONS.create,
      this.create(connections, count, user => extra.push(user)),
    );
    await timed(USER_OPERATIONS.get, index => ({ method: 'GET', path: `${this.path}/${this.pick(index).id}` }));
    await timed(USER_OPERATIONS.filter, index => ({ method: 'GET', path: this.filterPath(this.pick(index)) }));
    await timed(USER_OPERATIONS.patch, index => this.toggle(this.pick(index)));
    await timed(USER_OPERATIONS.put, index => this.replace(this.pick(index), index));
    await timed(USER_OPERATIONS.firstPage, () => this.page(1));
    await timed(USER_OPERATIONS.lastPage, () => this.page(size - PAGE + 1));
    await record(USER_OPERATIONS.delete, this.remove(connections, extra));
  }

  private create(connections: number, requests: number, onCreated: (user: BenchUser) => void) {
    return measure({
      target: this.target,
      connections,
      seconds: 0,
      requests,
      next: () => ({ method: 'POST', path: this.path, body: aUser(this.nextNumber++) }),
      onAnswer: (status, body) => {
        if (status !== 201) return;
        const { id, externalId } = JSON.parse(body) as { id: string; externalId: string };
        onCreated({ id, number: Number(externalId), active: true });
      },
    });
  }

  private remove(connections: number, users: readonly BenchUser[]) {
    const next = (index: number): LoadRequest => ({ method: 'DELETE', path: `${this.path}/${users[index]?.id}` });
    return measure({ target: this.target, connections, seconds: 0, requests: users.length, next });
  }

  /** Somebody else at every index, everybody in turn. */
  private pick(index: number): BenchUser {
    return this.users[(index * STRIDE) % this.users.length] as BenchUser;
  }

  private filterPath({ number }: BenchUser): string {
    const filter = encodeURIComponent(`userName eq "${userNameOf(number)}"`);
    return `${this.path}?filter=${filter}&startIndex=1&count=100`;
  }

  /** As Okta sends it; always a change. */
  private toggle(user: BenchUser): LoadRequest {
    user.active = !user.active;
    const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value: { active: user.active } }] };
    return { method: 'PATCH', path: `${this.path}/${user.id}`, body };
  }

  private replace(user: BenchUser, index: number): LoadRequest {
    const body = { ...aUser(user.number), id: user.id, active: user.active, title: `Title ${index}` };
    return { method: 'PUT', path: `${this.path}/${user.id}`, body };
  }

  private page(startIndex: number): LoadRequest {
    return { method: 'GET', path: `${this.path}?startIndex=${startIndex}&count=${PAGE}` };
  }
}

function userNameOf(number: number): string {
  return `user${String(number).padStart(7, '0')}@example.com`;
}

/** As Okta's "Push New Users" sends it. */
function aUser(number: number) {
  const userName = userNameOf(number);
  return {
    schemas: [USER],
    userName,
    name: { givenName: `Given${number}`, familyName: `Family${number}` },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: `Given${number} Family${number}`,
    locale: 'en-US',
    externalId: String(number),
    groups: [],
    active: true,
  };
}
