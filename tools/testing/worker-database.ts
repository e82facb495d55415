import { Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { TEMPLATE_DATABASE } from './migrate-template.js';

let url: Promise<string> | undefined;

/** The address of this worker's own database: a fresh copy of the template, shared by the test files the worker runs. */
export function workerDatabaseUrl(): Promise<string> {
  url ??= createWorkerDatabase();
  return url;
}

async function createWorkerDatabase(): Promise<string> {
  const name = `postern_test_${process.env['VITEST_POOL_ID'] ?? '0'}`;
  const adminUrl = inject('adminUrl');
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    // A worker that crashed and was replaced leaves a database, and possibly connections, under the same number.
    await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await admin.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(TEMPLATE_DATABASE)}`);
  } finally {
    await admin.end();
  }
  const workerUrl = new URL(adminUrl);
  workerUrl.pathname = `/${name}`;
  return workerUrl.href;
}
