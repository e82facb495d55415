import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

const ROOT = join(import.meta.dirname, '../..');
const GIB = 1024 ** 3;

/** Where and with what was measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  readonly postern: string;
  readonly autocannon: string;
}

/** This machine, and the PostgreSQL at the address. */
export async function describeMachine(postgresUrl: string): Promise<Machine> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: totalmem() / GIB,
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: rows[0]?.server_version ?? 'unknown',
    postern: [versionOf('package.json'), commit()].filter(Boolean).join(', commit '),
    autocannon: versionOf('node_modules/autocannon/package.json'),
  };
}

function versionOf(packageFile: string): string {
  return (JSON.parse(readFileSync(join(ROOT, packageFile), 'utf8')) as { version: string }).version;
}

/** Empty outside of a repository. */
function commit(): string {
  try {
    const command = ['describe', '--always', '--dirty'];
    return execFileSync('git', command, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
