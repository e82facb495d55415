import { join } from 'node:path';
import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { SUPERUSER } from './create-cluster.js';

/** How a running cluster is reached. */
export interface ClusterAddress {
  readonly port: number;
  readonly password: string;
}

/** The longest path of a Unix socket that every system takes (macOS: 104 bytes with the end of the text). */
const MAX_SOCKET_PATH = 103;

/** Where the server's Unix socket is; undefined where its path would be too long. */
export function socketOf(dataDirectory: string, port: number): string | undefined {
  const path = join(dataDirectory, `.s.PGSQL.${port}`);
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH ? path : undefined;
}

/** The address for clients, as in DATABASE_URL. */
export function toUrl({ port, password }: ClusterAddress, databaseName: string, host = '127.0.0.1'): string {
  return `postgresql://${SUPERUSER}:${password}@${encodeURIComponent(host)}:${port}/${encodeURIComponent(databaseName)}`;
}

/** Connects to the maintenance database; rejects as long as the server does not accept connections. */
export async function connectToCluster({ port, password }: ClusterAddress): Promise<Client> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    application_name: 'postern-embedded',
    connectionTimeoutMillis: 5_000,
  });
  // Without a listener an error of a connection that nobody uses any more would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Whether the server answered that the password is wrong. */
export function isPasswordRefusal(error: unknown): boolean {
  return hasSqlState(error, '28P01');
}

/** Creates the database unless it exists. */
export async function ensureDatabase(client: Client, databaseName: string): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [databaseName]);
  if (found.rowCount !== 0) return;
  await client.query(`create database ${escapeIdentifier(databaseName)}`).catch((error: unknown) => {
    // Somebody else just created it: seen in the catalogue (42P04) or by its unique index (23505).
    if (!hasSqlState(error, '42P04') && !hasSqlState(error, '23505')) throw error;
  });
}

function hasSqlState(error: unknown, code: string): boolean {
  return error instanceof DatabaseError && error.code === code;
}
