import { defaultAttributeMapping, parseAttributeMapping } from '#libs/attribute-mapping';
import type { AttributeMappingRow, ConnectionRow, Repositories } from '#libs/persistence';
import type { MappingVersion } from './connection-facts.js';
import type { Warning } from './warning.js';
import { warningsOf } from './warnings-of.js';

/** The mapping that is built in: what a vendor has who has published none. */
export const builtInMapping: MappingVersion = { version: 0, mapping: defaultAttributeMapping, publishedAt: null };

/** A published mapping as it is used. */
export function toMappingVersion({ version, mapping, created_at: publishedAt }: AttributeMappingRow): MappingVersion {
  return { version, mapping: parseAttributeMapping(mapping), publishedAt };
}

/** Reads the mapping with this version. */
export async function readMapping(
  { attributeMappings }: Pick<Repositories, 'attributeMappings'>,
  version: number,
): Promise<MappingVersion> {
  const row = version === builtInMapping.version ? undefined : await attributeMappings.find(version);
  return row ? toMappingVersion(row) : builtInMapping;
}

/** Reads the mapping that a connection has accepted, and the one that was published last. */
export async function readMappings(
  repositories: Pick<Repositories, 'attributeMappings'>,
  { mapping_version: version }: Pick<ConnectionRow, 'mapping_version'>,
): Promise<{ readonly accepted: MappingVersion; readonly latest: MappingVersion }> {
  const row = await repositories.attributeMappings.latest();
  const latest = row ? toMappingVersion(row) : builtInMapping;
  return { accepted: version === latest.version ? latest : await readMapping(repositories, version), latest };
}

/** Reads everything that is wrong with a connection, the worst first. */
export async function readWarnings(
  repositories: Pick<Repositories, 'attributeMappings' | 'scimTokens' | 'apiKeys' | 'raisedWarnings'>,
  connection: ConnectionRow,
  now = new Date(),
): Promise<readonly Warning[]> {
  const key = { enterpriseId: connection.enterprise_id, connectionId: connection.id };
  const facts = {
    connection,
    ...(await readMappings(repositories, connection)),
    tokens: await repositories.scimTokens.listUnrevoked(key),
    hasAdministrator: await repositories.apiKeys.hasAdministrator(key.enterpriseId),
    raised: await repositories.raisedWarnings.list(key),
  };
  return warningsOf(facts, now);
}
