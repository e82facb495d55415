import type { AuditAction, ConnectionKey, DomainRow, Repositories } from '#libs/persistence';
import { judgeCheck } from './judge-check.js';
import { hasVerificationRecord } from './verification-record.js';

/** Writes into the audit log that a domain became, or is no longer, verified. */
export type RecordDomain = (action: Extract<AuditAction, `domain.${string}`>, row: DomainRow) => Promise<void>;

const WARNING = 'DOMAIN_UNVERIFIED';

/**
 * Stores what the DNS says of a domain, which is locked. A domain that another connection has verified cannot be verified, and that
 * looks as if its record were missing: nobody learns who has it.
 * @param records undefined when the DNS did not answer
 */
export async function applyCheck(
  repositories: Pick<Repositories, 'domains' | 'raisedWarnings'>,
  row: DomainRow,
  records: readonly string[] | undefined,
  record: RecordDomain,
): Promise<DomainRow> {
  const { domains } = repositories;
  const key = keyOf(row);
  await domains.lockName(row.name);
  const says = records && hasVerificationRecord(records, row.token);
  const found = says === true ? !(await domains.isHeldByAnother(row)) : says;
  const judged = judgeCheck(row, found, new Date());
  const updated = await domains.update(key, row.id, { ...judged, isChecked: true });
  if ((judged.verifiedAt === null) !== (row.verified_at === null))
    await record(judged.verifiedAt === null ? 'domain.unverified' : 'domain.verified', updated);
  await warnOfDomains(repositories, key);
  return updated;
}

/** Raises the warning that the record of a domain is gone, or clears it. */
export async function warnOfDomains(
  { domains, raisedWarnings }: Pick<Repositories, 'domains' | 'raisedWarnings'>,
  connection: ConnectionKey,
): Promise<void> {
  const failing = await domains.failing(connection);
  if (failing.length > 0) await raisedWarnings.raise(connection, WARNING, { domains: failing });
  else await raisedWarnings.clear(connection, WARNING);
}

function keyOf({ enterprise_id, connection_id }: DomainRow): ConnectionKey {
  return { enterpriseId: enterprise_id, connectionId: connection_id };
}
