import type { ScimCredential } from '#libs/persistence';
import { extendedUserResourceType } from '#libs/provisioning';
import { type ResourceType, userResourceType } from '#libs/scim-protocol';

/** Look-ups in a resource type are remembered by its identity, so each is made once as long as it stays the same. */
const made = new Map<string, ResourceType>();
const REMEMBERED_AT_MOST = 1000;

/** User with the extensions of a connection's own. */
export function userResourceTypeOf({ userExtensions }: Pick<ScimCredential, 'userExtensions'>): ResourceType {
  if (userExtensions === null) return userResourceType;
  const known = made.get(userExtensions);
  if (known) return known;
  const resourceType = extendedUserResourceType(JSON.parse(userExtensions) as readonly unknown[]);
  if (made.size >= REMEMBERED_AT_MOST) made.clear();
  made.set(userExtensions, resourceType);
  return resourceType;
}
