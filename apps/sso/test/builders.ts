import { randomUUID } from 'node:crypto';
import { type ConnectionKey, Database, type NewConnection } from '#libs/persistence';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';

type Rows = readonly Readonly<Record<string, unknown>>[];

let connected: Promise<Database> | undefined;

/** The database of the test process. */
export function testDatabase(): Promise<Database> {
  return (connected ??= anotherDatabase());
}

/** The same database as another process sees it. Whoever connects closes it. */
export async function anotherDatabase(): Promise<Database> {
  return Database.connect({ url: await workerDatabaseUrl(), poolSize: 10 });
}

/** A new enterprise with one connection: nothing of any other test is in it. */
export async function aConnection(given: Partial<NewConnection> = {}): Promise<ConnectionKey> {
  const { repositories } = await testDatabase();
  const { enterprises } = repositories;
  const enterpriseId = await enterprises.insert({ key: `test-${randomUUID()}`, name: 'Example' });
  return enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'deprovision_only',
    ...given,
  });
}

/** Asks the database. */
export async function query(sql: string, values: readonly unknown[] = []): Promise<Rows> {
  return (await testDatabase()).orm.em.fork().execute(sql, [...values]);
}
