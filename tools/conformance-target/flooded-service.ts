import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(import.meta.dirname, '../../dist/apps/scim/src/main.js');

/** A SCIM service on the same data that answers 429 soon. */
export class FloodedService {
  private readonly child: ChildProcess;
  /** Without a trailing slash. */
  readonly origin: string;

  private constructor(child: ChildProcess, origin: string) {
    this.child = child;
    this.origin = origin;
  }

  /**
   * Starts it on a free port.
   * @param publicUrl under which the resources are, whoever answers
   */
  static async start(databaseUrl: string, publicUrl: string): Promise<FloodedService> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DATABASE_URL: databaseUrl,
        DATABASE_POOL_SIZE: '4',
        PUBLIC_URL: publicUrl,
        SCIM_REQUESTS_PER_SECOND: '2',
        SCIM_REQUEST_BURST: '4',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    process.once('exit', () => child.kill('SIGTERM'));
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /"port":(\d+).*"msg":"ready"/.exec(line)?.[1];
      if (port === undefined) continue;
      // Or it would stand still once the pipe is full.
      child.stdout.resume();
      return new FloodedService(child, `http://127.0.0.1:${port}`);
    }
    throw new Error('The service that is to be flooded did not start.');
  }

  /** Ends it. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
