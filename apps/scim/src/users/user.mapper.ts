import type { DirectoryUser } from '#libs/persistence';
import { schemasOf, userResourceType } from '#libs/scim-protocol';
import type { WireResource } from '../http/resource-reply.js';

/** A directory user as it travels (RFC 7643 §4.1), whole. */
export function toScimUser(user: DirectoryUser, baseUrl: string): WireResource {
  return {
    schemas: schemasOf(user.resource, userResourceType),
    id: user.id,
    ...user.resource,
    meta: {
      resourceType: userResourceType.name,
      created: user.createdAt,
      lastModified: user.lastModified,
      location: `${baseUrl}${userResourceType.endpoint}/${user.id}`,
      version: `W/"${user.version}"`,
    },
  };
}
