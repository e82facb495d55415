import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CannotRun, type Target } from '../run/target.ts';

const TOOL = join(import.meta.dirname, '../../../tools/conformance-target/main.ts');

/** A fresh Postern of this repository, with one connection for each mode and IdP profile. */
export class EmbeddedTargets {
  private readonly child: ChildProcess;
  readonly targets: readonly Target[];

  private constructor(child: ChildProcess, targets: readonly Target[]) {
    this.child = child;
    this.targets = targets;
  }

  /** Starts it and waits until it is ready. @throws CannotRun */
  static async start(modes: readonly string[], idpProfiles: readonly string[]): Promise<EmbeddedTargets> {
    if (!existsSync(TOOL)) throw new CannotRun('Say which server: --base-url and --token. See --help.');
    const options = [
      ...modes.flatMap(mode => ['--mode', mode]),
      ...idpProfiles.flatMap(name => ['--idp-profile', name]),
    ];
    const child = spawn(process.execPath, [TOOL, ...options], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Ctrl-C is for the suite, which clears up first.
      detached: true,
    });
    const ended = once(child, 'exit').then(() => {
      throw new CannotRun('The embedded Postern did not start. Is it built (npm run build)?');
    });
    const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
    const [written] = await Promise.race([line, ended]);
    ended.catch(() => {});
    return new EmbeddedTargets(child, (JSON.parse(written) as { targets: readonly Target[] }).targets);
  }

  /** Stops it; its data is removed. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}
