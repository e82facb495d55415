import { type AttributeMapping, defaultAttributeMapping } from '#libs/attribute-mapping';
import { readMapping } from '#libs/connection-health';
import type { Repositories } from '#libs/persistence';

/** The attribute mapping with a version that settings are used with; no version is ever taken back, and 0 is built in. */
export async function readMappingOf(
  repositories: Pick<Repositories, 'attributeMappings'>,
  { mappingVersion }: { readonly mappingVersion: number },
): Promise<AttributeMapping> {
  return (await readMapping(repositories, mappingVersion))?.mapping ?? defaultAttributeMapping;
}
