import { Client } from 'pg';
import type { Database } from '../../database.js';
import type { EnterpriseId } from '../../entities/ids.js';
import type { NewAuditEvent } from '../audit-event.js';

let made = 0;

/** An enterprise of a test's own, without any event. */
export function anEnterprise(database: Database): Promise<EnterpriseId> {
  return database.repositories.enterprises.insert({
    key: `audit-${process.pid}-${Date.now()}-${made++}`,
    name: 'Audited',
  });
}

/** An event, by an administrator, on a connection. */
export function anEvent(given: Partial<NewAuditEvent> = {}): NewAuditEvent {
  return {
    actor: { kind: 'api-key', id: 'key-1', role: 'operator', prefix: 'ptn_api_1a2b3c' },
    action: 'connection.enabled',
    target: { type: 'connection', id: 'connection-1' },
    before: { state: 'tested' },
    after: { state: 'enabled' },
    requestId: 'request-1',
    ...given,
  };
}

/** An enterprise with as many events, which differ in what they hold. */
export async function aLog(database: Database, length: number): Promise<EnterpriseId> {
  const enterpriseId = await anEnterprise(database);
  await database.transaction(async ({ auditEvents }) => {
    for (let number = 1; number <= length; number++)
      await auditEvents.append(enterpriseId, anEvent({ after: { number, nested: { b: [1.5, null], a: 'ä' } } }));
  });
  return enterpriseId;
}

/** Changes what cannot be changed, as a superuser who switches triggers off can. */
export async function tamperWith(databaseUrl: string, text: string, values: readonly unknown[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(text, [...values]);
  } finally {
    await client.end();
  }
}
