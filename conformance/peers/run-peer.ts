import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { ProfileResult, Report } from '../runner/report/report.ts';
import type { Peer } from './peer.ts';

const run = promisify(execFile);
const RUNNER = join(import.meta.dirname, '../runner/main.ts');
/** How long an adapter may take until it listens. */
const PATIENCE = 60_000;

/** What a run against one peer has found; `crash` is what the runner said when it had no report. */
export interface PeerRun {
  readonly profile: string;
  readonly result?: ProfileResult;
  readonly crash?: string;
}

/** Installs a peer into a folder of its own, runs each profile against a fresh server of it, and removes the folder. */
export async function runPeer(
  peer: Peer,
  profiles: readonly string[],
  tell: (what: string) => void,
): Promise<PeerRun[]> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-peer-'));
  try {
    tell(`${peer.name}: installing`);
    await install(peer, folder);
    const runs: PeerRun[] = [];
    for (const profile of profiles) {
      tell(`${peer.name}: ${profile}`);
      runs.push(await runProfile(folder, profile));
    }
    return runs;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function install({ packages, adapter }: Peer, folder: string): Promise<void> {
  const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save'];
  await run('npm', ['install', '--prefix', folder, ...options, ...wanted], { cwd: folder });
  await copyFile(join(import.meta.dirname, adapter), join(folder, 'adapter.ts'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}\n');
}

async function runProfile(folder: string, profile: string): Promise<PeerRun> {
  // What the server writes to standard error is about its own failures, which the suite tells.
  const server = spawn(process.execPath, ['adapter.ts', profile], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const { baseUrl, token } = await whereItListens(server);
    const json = join(folder, `${profile}.json`);
    const options = ['--quiet', '--profile', profile, '--base-url', baseUrl, '--json', json];
    // That something failed is no failure here: the report is what counts.
    const said = await run(process.execPath, [RUNNER, ...options], {
      env: { ...process.env, POSTERN_CONFORMANCE_TOKEN: token },
      maxBuffer: 2 ** 28,
    }).then(
      () => '',
      (error: { readonly stderr?: string }) => error.stderr ?? '',
    );
    const report = await readFile(json, 'utf8').catch(() => undefined);
    const result = report === undefined ? undefined : (JSON.parse(report) as Report).profiles[0];
    return { profile, ...(result && { result }), ...(said && { crash: said }) };
  } finally {
    server.kill();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  }
}

/** The adapter says it in a line of its own; libraries write to the terminal, too. */
async function whereItListens(server: ChildProcess): Promise<{ readonly baseUrl: string; readonly token: string }> {
  if (!server.stdout) throw new Error('The adapter has no output.');
  const timer = setTimeout(() => server.kill(), PATIENCE);
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      if (line.startsWith('{"baseUrl"')) return JSON.parse(line) as { baseUrl: string; token: string };
    }
  } finally {
    clearTimeout(timer);
    // What comes later must not fill the pipe.
    server.stdout.resume();
  }
  throw new Error('The adapter ended before it listened.');
}
