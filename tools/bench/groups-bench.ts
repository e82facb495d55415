import { request } from 'node:http';
import { residentMib } from '../running-service/process-usage.ts';
import { type LoadRequest, type LoadTarget, measure } from './load.ts';
import type { Row } from './measurement.ts';

/** Names of the operations on groups, in the order they are measured and shown. */
export const GROUP_OPERATIONS = {
  create: 'POST /Groups',
  getWithout: 'GET /Groups/{id}?excludedAttributes=members',
  getWith: 'GET /Groups/{id}',
  addOne: 'PATCH add 1 member',
  removeOne: 'PATCH remove 1 member',
  addHundred: 'PATCH add 100 members',
  removeHundred: 'PATCH remove 100 members',
} as const;

/** One GET of a whole group, alone. */
export interface WholeGroup {
  readonly members: number;
  readonly bytes: number;
  readonly firstByteMilliseconds: number;
  readonly lastByteMilliseconds: number;
  /** How much more memory the service held right afterwards. */
  readonly growthMib: number;
}

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const BATCH = 100;
const SPARE = 2000;
const CREATED = 200;

/** The operations on one group whose membership grows. */
export class GroupsBench {
  readonly rows: Row[] = [];
  readonly wholeGroups: WholeGroup[] = [];
  private readonly target: LoadTarget;
  private readonly path: string;
  private readonly userIds: readonly string[];
  private groupId = '';
  private filled = 0;
  private made = 0;

  /** @param userIds at least as many as the group shall have members, and 2,000 besides */
  constructor(target: LoadTarget, basePath: string, userIds: readonly string[]) {
    this.target = target;
    this.path = `${basePath}/Groups`;
    this.userIds = userIds;
  }

  /** How many users a group of so many members needs. */
  static usersFor(members: number): number {
    return members + SPARE;
  }

  async measureCreation(connections: number, run: number): Promise<void> {
    const measurement = await this.send(
      connections,
      CREATED,
      () => this.create(),
      body => (this.groupId = body.id),
    );
    this.rows.push({ operation: GROUP_OPERATIONS.create, size: 0, run, measurement });
  }

  /** Adds members to the last created group, a hundred with each request; gives members added each second. */
  async growTo(members: number): Promise<number> {
    const from = this.filled;
    const batches = Math.ceil((members - from) / BATCH);
    if (batches <= 0) return 0;
    const { perSecond } = await this.send(1, batches, index => {
      const start = from + index * BATCH;
      return this.patch('add', this.userIds.slice(start, Math.min(members, start + BATCH)));
    });
    this.filled = members;
    return (perSecond * (members - from)) / batches;
  }

  /** Measures every operation but creation once. */
  async measureAll(connections: number, seconds: number, run: number): Promise<void> {
    const record = async (operation: string, measuring: ReturnType<typeof measure>) =>
      this.rows.push({ operation, size: this.filled, run, measurement: await measuring });
    const timed = (operation: string, path: string) =>
      record(operation, measure({ target: this.target, connections, seconds, next: () => ({ method: 'GET', path }) }));
    await timed(GROUP_OPERATIONS.getWithout, `${this.path}/${this.groupId}?excludedAttributes=members`);
    await timed(GROUP_OPERATIONS.getWith, `${this.path}/${this.groupId}`);
    const spare = this.userIds.slice(-SPARE);
    const one = (op: 'add' | 'remove') => (index: number) => this.patch(op, spare.slice(index, index + 1));
    const hundred = (op: 'add' | 'remove') => (index: number) =>
      this.patch(op, spare.slice(index * BATCH, (index + 1) * BATCH));
    await record(GROUP_OPERATIONS.addOne, this.send(connections, 400, one('add')));
    await record(GROUP_OPERATIONS.removeOne, this.send(connections, 400, one('remove')));
    await record(GROUP_OPERATIONS.addHundred, this.send(connections, SPARE / BATCH, hundred('add')));
    await record(GROUP_OPERATIONS.removeHundred, this.send(connections, SPARE / BATCH, hundred('remove')));
  }

  /** Reads the whole group once, and looks at how soon it begins. */
  async readWhole(): Promise<void> {
    const { pid, postmasterPid, origin, headers } = this.target;
    const before = residentMib(pid, postmasterPid);
    const started = performance.now();
    const { bytes, firstByte } = await new Promise<{ bytes: number; firstByte: number }>((resolve, reject) => {
      request(`${origin}${this.path}/${this.groupId}`, { headers }, response => {
        let received = 0;
        let first = 0;
        response
          .on('data', (chunk: Buffer) => {
            first ||= performance.now();
            received += chunk.length;
          })
          .on('end', () => resolve({ bytes: received, firstByte: first }))
          .on('error', reject);
      })
        .on('error', reject)
        .end();
    });
    this.wholeGroups.push({
      members: this.filled,
      bytes,
      firstByteMilliseconds: firstByte - started,
      lastByteMilliseconds: performance.now() - started,
      growthMib: residentMib(pid, postmasterPid) - before,
    });
  }

  private send(
    connections: number,
    requests: number,
    next: (index: number) => LoadRequest,
    onCreated?: (body: { id: string }) => void,
  ) {
    const onAnswer = (status: number, body: string) => {
      if (status === 201) onCreated?.(JSON.parse(body) as { id: string });
    };
    return measure({ target: this.target, connections, seconds: 0, requests, next, onAnswer });
  }

  private create(): LoadRequest {
    const displayName = `Crew ${String(this.made++).padStart(7, '0')}`;
    return { method: 'POST', path: this.path, body: { schemas: [GROUP], displayName, members: [] } };
  }

  private patch(op: 'add' | 'remove', ids: readonly string[]): LoadRequest {
    const operation = { op, path: 'members', value: ids.map(value => ({ value })) };
    const body = { schemas: [PATCH_OP], Operations: [operation] };
    return { method: 'PATCH', path: `${this.path}/${this.groupId}`, body };
  }
}
