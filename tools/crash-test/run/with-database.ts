import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '#libs/persistence';

/** Does work with the given database, or with an embedded PostgreSQL that is there for as long. */
export async function withDatabase<Result>(
  given: string | undefined,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  if (given !== undefined) return work(given);
  const directory = await mkdtemp(join(tmpdir(), 'postern-crash-'));
  // mkdtemp makes it 0700: for root, whose server runs as "nobody", the data would have to go elsewhere.
  await chmod(directory, 0o755);
  const postgres = await startEmbeddedPostgres({ directory });
  const endServer = (): boolean => process.kill(postgres.pid, 'SIGQUIT');
  process.once('exit', endServer);
  try {
    return await work(postgres.url);
  } finally {
    process.off('exit', endServer);
    await postgres.stop();
    await rm(dirname(postgres.dataDirectory), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
  }
}
