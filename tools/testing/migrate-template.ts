import { Database } from '#libs/persistence';

/** The database that {@link migrateTemplate} fills and every worker copies. */
export const TEMPLATE_DATABASE = 'postern_template';

/** Brings the template database to the current schema, and leaves no connection to it, which would keep it from being copied. */
export async function migrateTemplate(url: string): Promise<void> {
  await Database.migrate(url);
}
