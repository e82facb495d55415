import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

const POLL_MS = 10;
const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

/** A live server, as its lock file names it. */
export interface RunningPostmaster {
  readonly pid: number;
  readonly port: number;
}

/** Finds the live server of a data directory through postmaster.pid, whoever started it. */
export async function findRunningPostmaster(dataDirectory: string): Promise<RunningPostmaster | undefined> {
  const lockFile = join(dataDirectory, 'postmaster.pid');
  const [pid, servedDirectory, , port] = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  if (!pid || !port || !isAlive(Number(pid))) return undefined;
  if (servedDirectory === dataDirectory && (await isPostmasterRunning(Number(pid)))) {
    return { pid: Number(pid), port: Number(port) };
  }
  // PostgreSQL trusts any live process of that number, even one that got it after a reboot, and would refuse to start.
  // Removing the file is safe: the shared memory block of a server that does run still keeps a second one out.
  await rm(lockFile, { force: true });
  return undefined;
}

/** Whether the process is a PostgreSQL server that has not ended. */
export async function isPostmasterRunning(pid: number): Promise<boolean> {
  if (await hasEnded(pid)) return false;
  return process.platform !== 'linux' || (await readStatus(pid)).program === 'postgres';
}

/** Whether there is no such process any more. */
export async function hasEnded(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return true;
  if (process.platform !== 'linux') return false;
  const { state } = await readStatus(pid);
  // In a container without an init process nobody collects an ended orphan: it stays as a zombie.
  return state === undefined || state === 'Z' || state === 'X';
}

async function readStatus(pid: number): Promise<{ readonly program?: string; readonly state?: string }> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, program, state] = /^\d+ \((.*)\) (\S)/s.exec(status) ?? [];
  return { ...(program !== undefined && { program }), ...(state !== undefined && { state }) };
}

/** Ends the server: open transactions are rolled back, and after 10 seconds it is ended without a checkpoint. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (await endsAfter('SIGINT', pid, FAST_SHUTDOWN_MS)) return;
  if (await endsAfter('SIGQUIT', pid, IMMEDIATE_SHUTDOWN_MS)) return;
  throw EmbeddedPostgresError.stopFailed(pid);
}

async function endsAfter(signal: NodeJS.Signals, pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  // Asked before every signal: the number may belong to another program by now.
  if (await isPostmasterRunning(pid)) send(signal, pid);
  while (await isPostmasterRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Whether a process of that number exists. */
export function isAlive(pid: number): boolean {
  return send(0, pid);
}

function send(signal: NodeJS.Signals | 0, pid: number): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
