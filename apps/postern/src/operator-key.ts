import { PosternStore } from '#libs/persistence';
import { loadConfig } from '#libs/service-kit';
import { makeOperatorKey, type OperatorKey } from './operator-key/make-operator-key.js';
import { HELP, type OperatorKeyOptions, readOptions } from './operator-key/read-options.js';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let options: OperatorKeyOptions;
  try {
    options = readOptions(argv);
  } catch (error) {
    return fail(error, 2);
  }
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    print(await make(options), options);
    return 0;
  } catch (error) {
    return fail(error, 1);
  }
}

async function make(options: OperatorKeyOptions): Promise<OperatorKey> {
  const config = loadConfig(process.env, { requiredInProduction: ['DATABASE_URL'] });
  const store = await PosternStore.open(config);
  try {
    return await makeOperatorKey(store.database, options);
  } finally {
    await store.close();
  }
}

/** The key alone goes to standard output, so that it can be handed on to where secrets are kept. */
function print({ secret, ...key }: OperatorKey, { json }: OperatorKeyOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...key, secret: secret.reveal() })}\n`);
    return;
  }
  process.stdout.write(`${secret.reveal()}\n`);
  process.stderr.write(`The key "${key.name}" (${key.id}) is good until ${key.expiresAt}. It is not shown again.\n`);
}

function fail(error: unknown, exitCode: number): number {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return exitCode;
}
