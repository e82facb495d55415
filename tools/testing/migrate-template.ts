import { Database } from '#libs/persistence';

/** The database that {@link migrateTemplate} fills and every worker copies. */
export const TEMPLATE_DATABASE = 'postern_template';

/**
 * Brings the template database to the current schema, and leaves no connection to it: PostgreSQL does not copy a
 * database that somebody is connected to.
 */
export async function migrateTemplate(url: string): Promise<void> {
  const database = await Database.connect({ url, poolSize: 2 });
  await database.migrate();
  await database.close();
}
