import { defaultAttributeMapping, parseAttributeMapping } from '#libs/attribute-mapping';
import type { AttributeMappingRow, ConnectionRow, Repositories } from '#libs/persistence';
import type { MappingVersion } from './connection-facts.js';

type Mappings = Pick<Repositories, 'attributeMappings'>;

/** The mapping that is built in: what a vendor has who has published none. */
const builtInMapping: MappingVersion = { version: 0, mapping: defaultAttributeMapping, publishedAt: null };

/** Reads the mapping that was published last, or the one that is built in. */
export async function readLatestMapping({ attributeMappings }: Mappings): Promise<MappingVersion> {
  const row = await attributeMappings.latest();
  return row ? toMappingVersion(row) : builtInMapping;
}

/** Reads the mapping with this version; undefined when there is none. */
export async function readMapping(
  { attributeMappings }: Mappings,
  version: number,
): Promise<MappingVersion | undefined> {
  if (version === builtInMapping.version) return builtInMapping;
  const row = await attributeMappings.find(version);
  return row && toMappingVersion(row);
}

/** Reads the mapping that a connection has accepted, and the one that was published last. */
export async function readMappings(
  repositories: Mappings,
  { mapping_version: version }: Pick<ConnectionRow, 'mapping_version'>,
): Promise<{ readonly accepted: MappingVersion; readonly latest: MappingVersion }> {
  const latest = await readLatestMapping(repositories);
  if (version === latest.version) return { accepted: latest, latest };
  return { accepted: (await readMapping(repositories, version)) ?? builtInMapping, latest };
}

function toMappingVersion({ version, mapping, created_at: publishedAt }: AttributeMappingRow): MappingVersion {
  return { version, mapping: parseAttributeMapping(mapping), publishedAt };
}
