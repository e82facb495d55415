import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { MemoryUse } from './collect-garbage.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/apps/postern/src/main.js');
const COLLECT_GARBAGE = join(import.meta.dirname, 'collect-garbage.ts');

/** One connection of a service, as an identity provider is given it. */
export interface ScimAccess {
  readonly baseUrl: string;
  readonly token: string;
}

/** The administration of a service, as an operator is given it. */
export interface AdminAccess {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly enterpriseId: string;
  readonly connectionId: string;
}

/** The built service in a process of its own, with an embedded PostgreSQL in a temporary data directory. */
export class RunningService {
  readonly access: ScimAccess;
  readonly admin: AdminAccess;
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly dataDirectory: string;
  private hasEnded = false;

  private constructor(
    child: ChildProcess,
    dataDirectory: string,
    { access, admin }: { readonly access: ScimAccess; readonly admin: AdminAccess },
  ) {
    this.child = child;
    this.pid = child.pid ?? 0;
    this.dataDirectory = dataDirectory;
    this.access = access;
    this.admin = admin;
    child.once('exit', () => (this.hasEnded = true));
  }

  /**
   * Starts the service on a free port, without rate limits, and waits until it is ready.
   * @param onLine gets every line it writes, to standard output and standard error
   * @param environment settings besides those of every such service
   * @param mode `weighable`: {@link weigh} can be asked; otherwise nothing but the service runs in the process
   */
  static async start(
    onLine: (line: string) => void,
    mode: 'weighable' | 'plain',
    environment: Readonly<Record<string, string>> = {},
  ): Promise<RunningService> {
    const dataDirectory = join(await mkdtemp(join(tmpdir(), 'postern-tool-')), 'data');
    const weighing = mode === 'weighable' ? ['--expose-gc', '--import', COLLECT_GARBAGE] : [];
    const child = spawn(process.execPath, [...(await startFlags()), ...weighing, MAIN], {
      env: { ...settings(dataDirectory), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A process group of its own: Ctrl-C reaches the tool, which then stops the service.
      detached: true,
    });
    // A tool that fails leaves no service behind; its data stays for who looks for the reason.
    process.once('exit', () => child.kill('SIGTERM'));
    const written: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', line => {
          if (written.length < 100) written.push(line);
          if (line.includes('"msg":"ready"')) resolve();
          onLine(line);
        });
      }
      child.once('exit', () => reject(new Error(`The service did not start. It wrote:\n${written.join('\n')}`)));
    });
    try {
      await ready;
    } catch (error) {
      await rm(dirname(dataDirectory), { recursive: true, force: true });
      throw error;
    }
    const demo = JSON.parse(await readFile(join(dataDirectory, 'demo.json'), 'utf8')) as Record<string, string>;
    const told = (name: string) => demo[name] ?? '';
    return new RunningService(child, dataDirectory, {
      access: { baseUrl: told('scimBaseUrl'), token: told('scimToken') },
      admin: {
        baseUrl: told('adminBaseUrl'),
        apiKey: told('adminApiKey'),
        enterpriseId: told('enterpriseId'),
        connectionId: told('connectionId'),
      },
    });
  }

  get isAlive(): boolean {
    return !this.hasEnded;
  }

  /** What the service holds in memory after collecting its garbage. */
  async weigh(): Promise<MemoryUse> {
    const answer = once(this.child, 'message');
    this.child.send('weigh');
    return (await answer)[0] as MemoryUse;
  }

  /** Its PostgreSQL: the process, and the address of the maintenance database. */
  async postgres(): Promise<{ readonly pid: number; readonly adminUrl: string }> {
    const password = await readFile(join(this.dataDirectory, 'postgres-password'), 'utf8');
    const [pid, , , port] = (await readFile(join(await this.cluster(), 'postmaster.pid'), 'utf8')).split('\n');
    return { pid: Number(pid), adminUrl: `postgresql://postern:${password}@127.0.0.1:${port}/postgres` };
  }

  /** Stops the service and its PostgreSQL, and removes what they have kept. */
  async stop(): Promise<void> {
    const cluster = await this.cluster();
    if (!this.hasEnded) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    const retries = { recursive: true, force: true, maxRetries: 10 };
    if (!cluster.startsWith(this.dataDirectory)) await rm(dirname(cluster), retries);
    await rm(dirname(this.dataDirectory), retries);
  }

  /** Where root's PostgreSQL, which runs as another user, keeps its data. */
  private async cluster(): Promise<string> {
    const location = join(this.dataDirectory, 'postgres.location');
    return existsSync(location) ? (await readFile(location, 'utf8')).trim() : join(this.dataDirectory, 'postgres');
  }
}

/** The flags of Node.js that `npm start` gives the service: it is looked at as operators run it. */
async function startFlags(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [, flags = ''] = /\bnode ((?:--\S+ )*)dist\//.exec(scripts['start'] ?? '') ?? [];
  return flags.split(' ').filter(Boolean);
}

function settings(dataDirectory: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    NODE_COMPILE_CACHE: 'node_modules/.cache/node',
    PORT: '0',
    POSTERN_DATA_DIR: dataDirectory,
    SCIM_REQUESTS_PER_SECOND: '0',
    SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE: '0',
  };
}
