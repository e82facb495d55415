import { PATCH_OP_URN } from '../messages/message-urns.js';
import { userResourceType } from '../schemas/resource-types.js';
import type { ResourceType } from '../schemas/schema.js';
import type { ScimError } from '../scim-error.js';
import { toEntityTag } from '../versioning/entity-tag.js';
import type { BulkOutcome, ResourceRequest } from './bulk-operation.js';

/**
 * Gives the request that undoes a POST. What it created is deleted. A user of any other version than the first was there
 * before, inactive, and was brought back by the POST: that person becomes inactive again, for nobody asked to delete anyone.
 */
export function takeBackPost(
  resourceType: ResourceType,
  { id, version }: Exclude<BulkOutcome, ScimError>,
): ResourceRequest {
  const isNew = resourceType.schema.id !== userResourceType.schema.id || version === toEntityTag(1);
  if (isNew) return { method: 'DELETE', resourceType, id, takesBack: true };
  const Operations = [{ op: 'replace', path: 'active', value: false }];
  return { method: 'PATCH', resourceType, id, data: { schemas: [PATCH_OP_URN], Operations }, takesBack: true };
}
