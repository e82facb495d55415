import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../../..');

/** A built app in a process of its own that is killed now and then, and started again at once. */
export class KilledProcess {
  kills = 0;
  /** What must not be: an end that nobody asked for. */
  readonly problems: string[] = [];
  /** What it logged as an error; not each is a fault, for the other process dies, too. */
  readonly errors: string[] = [];
  private child: ChildProcess;
  private started: Promise<string>;
  private isDying = false;
  private isStopping = false;

  readonly app: 'postern' | 'worker';
  private readonly settings: Readonly<Record<string, string>>;

  constructor(app: 'postern' | 'worker', settings: Readonly<Record<string, string>>) {
    this.app = app;
    this.settings = settings;
    this.child = this.launch();
    this.started = this.becomeReady(this.child);
    process.once('exit', () => this.child.kill('SIGKILL'));
  }

  /** Where it listens, once it is ready; without a trailing slash. */
  async origin(): Promise<string> {
    for (;;) {
      const { started } = this;
      try {
        return await started;
      } catch (error) {
        // It was killed while it started, and is started again.
        if (started === this.started) throw error;
      }
    }
  }

  /** `kill -9`, and starts another; nothing while it is dead. */
  kill(): void {
    if (this.isDying) return;
    this.isDying = true;
    this.kills += 1;
    const ended = once(this.child, 'exit');
    this.started.catch(() => {});
    this.started = ended.then(() => {
      this.isDying = false;
      this.child = this.launch();
      return this.becomeReady(this.child);
    });
    this.child.kill('SIGKILL');
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    await this.origin().catch(() => {});
    this.isStopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  private launch(): ChildProcess {
    const main = join(ROOT, `dist/apps/${this.app}/src/main.js`);
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: 'node_modules/.cache/node', PORT: '0', ...this.settings },
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: Ctrl-C reaches the tool, which then stops the processes.
      detached: true,
    });
    child.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL' && !this.isStopping) this.problems.push(`The ${this.app} ended by itself (${code}).`);
    });
    return child;
  }

  private becomeReady(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', line => {
          const port = /"port":(\d+).*"msg":"ready"/.exec(line)?.[1];
          if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
          if (/"level":(?:"error"|"fatal"|50|60)/.test(line)) this.errors.push(line);
        });
      }
      child.once('exit', () => reject(new Error(`The ${this.app} ended before it was ready.`)));
    });
  }
}
