import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const POLL_MS = 5;

/** How a process ended: its exit code, or the signal that ended it. */
type Ending = number | NodeJS.Signals;

/** Environment variables of a service; those of the test run are not passed on. */
export type Settings = Readonly<Record<string, string>>;

// A test run that is broken off must leave no service behind.
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A built service in a process of its own, as an operator runs it. */
export class ServiceProcess {
  /** How it ended, once it has and everything it wrote is in {@link output}. */
  readonly ended: Promise<Ending>;
  hasEnded = false;
  /** Everything it wrote so far, to standard output and standard error. */
  output = '';

  private constructor(private readonly child: ChildProcess) {
    living.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.ended = once(child, 'close').then(([code, signal]) => {
      living.delete(child);
      this.hasEnded = true;
      return (code ?? signal) as Ending;
    });
  }

  /** Starts the service without waiting for anything. */
  static launch(settings: Settings, app = 'postern'): ServiceProcess {
    const main = fileURLToPath(new URL(`../../dist/apps/${app}/src/main.js`, import.meta.url));
    const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: 'node_modules/.cache/node', ...settings };
    return new ServiceProcess(spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Starts the service on a free port, and waits until it is ready. */
  static async start(settings: Settings, app?: string): Promise<ServiceProcess> {
    const service = ServiceProcess.launch({ PORT: '0', ...settings }, app);
    await service.waitFor('"msg":"ready"');
    return service;
  }

  /** The port it said it is ready on. */
  get port(): number {
    return Number(/"port":(\d+),"msg":"ready"/.exec(this.output)?.[1]);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Waits until the text was written; fails when the process ends without. */
  async waitFor(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.hasEnded) throw new Error(`It ended (${await this.ended}) without ${text}. It wrote:\n${this.output}`);
      await sleep(POLL_MS);
    }
  }

  /** The status of the answer to a GET of the path. */
  async statusOf(path: string): Promise<number> {
    const response = await fetch(`${this.origin}${path}`);
    await response.body?.cancel();
    return response.status;
  }

  /** Sends SIGTERM and waits for the end. */
  async stop(): Promise<Ending> {
    this.signal('SIGTERM');
    return this.ended;
  }

  /** `kill -9`, and waits for the end. */
  async kill(): Promise<Ending> {
    this.signal('SIGKILL');
    return this.ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
