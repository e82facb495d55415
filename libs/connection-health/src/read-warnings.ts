import type { ConnectionRow, Repositories } from '#libs/persistence';
import { readMappings } from './read-mappings.js';
import type { Warning } from './warning.js';
import { warningsOf } from './warnings-of.js';

/** Reads everything that is wrong with a connection, the worst first. */
export async function readWarnings(
  repositories: Pick<Repositories, 'attributeMappings' | 'scimTokens' | 'enterprises' | 'holds' | 'raisedWarnings'>,
  connection: ConnectionRow,
  now = new Date(),
): Promise<readonly Warning[]> {
  const key = { enterpriseId: connection.enterprise_id, connectionId: connection.id };
  const facts = {
    connection,
    ...(await readMappings(repositories, connection)),
    tokens: await repositories.scimTokens.listUnrevoked(key),
    hasAdministrator: await repositories.enterprises.hasBreakGlass(key.enterpriseId),
    hold: await repositories.holds.findOpen(key.enterpriseId),
    raised: await repositories.raisedWarnings.list(key),
  };
  return warningsOf(facts, now);
}
