import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type QueryResultRow } from 'pg';

const POLL_MS = 10;

/** What `demo.json` holds. */
export interface DemoFile {
  readonly publicUrl: string;
  readonly scimBaseUrl: string;
  readonly scimToken: string;
  readonly adminBaseUrl: string;
  readonly adminApiKey: string;
  readonly enterpriseId: string;
  readonly connectionId: string;
  readonly assistantUrl: string;
}

/** The PostgreSQL server of a data directory, as its lock file names it. */
interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

// A test run that is broken off must leave no server and no files behind.
const kept = new Set<DataDirectory>();
process.on('exit', () => {
  for (const directory of kept) directory.abandon();
});

/** A POSTERN_DATA_DIR that does not exist yet, in a folder that only its owner may enter. */
export class DataDirectory {
  readonly path: string;

  private constructor(private readonly folder: string) {
    this.path = join(folder, 'data');
    kept.add(this);
  }

  static async make(): Promise<DataDirectory> {
    return new DataDirectory(await mkdtemp(join(tmpdir(), 'postern-process-')));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async demo(): Promise<DemoFile> {
    return JSON.parse(await readFile(this.file('demo.json'), 'utf8')) as DemoFile;
  }

  /** What the lock file says; the server it names may have been killed. */
  postmaster(): Postmaster | undefined {
    const lockFile = join(this.cluster(), 'postmaster.pid');
    const [pid, , , port] = existsSync(lockFile) ? readFileSync(lockFile, 'utf8').split('\n') : [];
    return pid && port ? { pid: Number(pid), port: Number(port) } : undefined;
  }

  /** Kills PostgreSQL as the kernel would when memory is short. */
  killPostgres(): void {
    process.kill(this.postmaster()!.pid, 'SIGKILL');
  }

  /** Rows of Postern's tables, read past the service. */
  async query<Row extends QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    const password = await readFile(this.file('postgres-password'), 'utf8');
    return query<Row>(`postgresql://postern:${password}@127.0.0.1:${this.postmaster()!.port}/postern`, sql, values);
  }

  /** Ends the server if one still runs, and removes everything. */
  async remove(): Promise<void> {
    const postmaster = this.postmaster();
    if (postmaster && (await isPortOpen(postmaster.port))) {
      process.kill(postmaster.pid, 'SIGQUIT');
      while (await isPortOpen(postmaster.port)) await sleep(POLL_MS);
    }
    const retries = { recursive: true, force: true, maxRetries: 10 };
    await rm(this.home(), retries);
    await rm(this.folder, retries);
    kept.delete(this);
  }

  /** The same, as far as it can be done in an instant. */
  abandon(): void {
    const pid = this.postmaster()?.pid;
    try {
      if (pid !== undefined) process.kill(pid, 'SIGQUIT');
      rmSync(this.home(), { recursive: true, force: true });
      rmSync(this.folder, { recursive: true, force: true });
    } catch {
      // Gone already, or still being written to by a server that is about to end.
    }
  }

  /** Where root's PostgreSQL, which runs as another user, keeps the data. */
  private cluster(): string {
    const location = this.file('postgres.location');
    return existsSync(location) ? readFileSync(location, 'utf8').trim() : this.file('postgres');
  }

  private home(): string {
    const location = this.file('postgres.location');
    return existsSync(location) ? dirname(this.cluster()) : this.path;
  }
}

/** Rows of any database. */
export async function query<Row extends QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Whether anything listens on the port of this machine. */
export async function isPortOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await new Promise<boolean>(resolve => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
