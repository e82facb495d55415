import type { Database, DomainRow } from '#libs/persistence';
import { applyCheck } from './apply-check.js';
import type { DomainResolver } from './domain-resolver.js';

const BATCH = 100;
const SYSTEM = { kind: 'system', id: 'domains' } as const;

/**
 * Reads the records of domains whose turn it is: verified ones once a day, those whose record is gone and new ones each hour. Gives
 * how many it was.
 */
export async function recheckDomains(
  database: Database,
  resolver: DomainResolver,
  signal?: AbortSignal,
): Promise<number> {
  const due = await database.repositories.domains.due(BATCH);
  let checked = 0;
  for (const row of due) {
    if (signal?.aborted) break;
    await recheck(database, row, await resolver.txt(row.name));
    checked++;
  }
  return checked;
}

async function recheck(database: Database, due: DomainRow, records: readonly string[] | undefined): Promise<void> {
  const key = { enterpriseId: due.enterprise_id, connectionId: due.connection_id };
  await database.transaction(async repositories => {
    const row = await repositories.domains.findForUpdate(key, due.id);
    if (!row) return;
    await applyCheck(repositories, row, records, async (action, { name }) => {
      const target = { type: 'domain', id: row.id };
      await repositories.auditEvents.append(key.enterpriseId, { actor: SYSTEM, action, target, after: { name } });
    });
  });
}
