import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { type LoadRequest, type LoadTarget, measure } from './load.ts';
import type { Row } from './measurement.ts';

/** Names of what the bare server does. */
export const BARE_OPERATIONS = { select: 'bare select', insert: 'bare insert' } as const;

const DATABASE = 'bare';
const STRIDE = 7919;

/** A bare server of node:http and pg, on the service's own PostgreSQL, in a database of its own. */
export class BareBench {
  readonly rows: Row[] = [];
  private readonly child: ChildProcess;
  private readonly target: LoadTarget;

  private constructor(child: ChildProcess, target: LoadTarget) {
    this.child = child;
    this.target = target;
  }

  static async start(adminUrl: string, postmasterPid: number): Promise<BareBench> {
    const admin = new Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`create database ${DATABASE}`);
    await admin.end();
    const url = new URL(adminUrl);
    url.pathname = `/${DATABASE}`;
    const child = fork(join(import.meta.dirname, 'bare-server.ts'), [url.href], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const headers = { 'Content-Type': 'application/scim+json' };
    return new BareBench(child, { origin: `http://127.0.0.1:${port}`, headers, pid: child.pid ?? 0, postmasterPid });
  }

  /** Measures both operations once; `size` is the number of users the service beside it has at the time. */
  async measureAll(connections: number, seconds: number, run: number, size: number): Promise<void> {
    const timed = async (operation: string, next: (index: number) => LoadRequest) => {
      const measurement = await measure({ target: this.target, connections, seconds, next });
      this.rows.push({ operation, size, run, measurement });
    };
    await timed(BARE_OPERATIONS.select, index => ({ method: 'GET', path: `/select/${index * STRIDE}` }));
    await timed(BARE_OPERATIONS.insert, index => ({ method: 'POST', path: '/insert', body: aDocument(index) }));
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

function aDocument(index: number) {
  const value = `user${index}@example.com`;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: value,
    name: { givenName: `Given${index}`, familyName: `Family${index}` },
    active: true,
    emails: [{ value, type: 'work', primary: true }],
  };
}
