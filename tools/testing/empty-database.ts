import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';

/** The address of a new database without any table, on this run's server. It goes when the server goes. */
export async function emptyDatabaseUrl(): Promise<string> {
  const name = `postern_empty_${randomBytes(6).toString('hex')}`;
  const url = new URL(inject('adminUrl'));
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  try {
    await admin.query(`create database ${escapeIdentifier(name)}`);
  } finally {
    await admin.end();
  }
  url.pathname = `/${name}`;
  return url.href;
}
