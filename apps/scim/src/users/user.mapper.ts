import type { DirectoryUser, UserGroup } from '#libs/persistence';
import { groupResourceType, type ResourceType, schemasOf, userResourceType } from '#libs/scim-protocol';
import type { WireResource } from '../http/resource-reply.js';

/** A directory user as it travels (RFC 7643 §4.1), whole. */
export function toScimUser(user: DirectoryUser, resourceType: ResourceType, baseUrl: string): WireResource {
  return {
    schemas: schemasOf(user.resource, resourceType),
    id: user.id,
    ...user.resource,
    ...(user.groups?.length && { groups: user.groups.map(group => toScimUserGroup(group, baseUrl)) }),
    meta: {
      resourceType: userResourceType.name,
      created: user.createdAt,
      lastModified: user.lastModified,
      location: `${baseUrl}${userResourceType.endpoint}/${user.id}`,
      version: `W/"${user.version}"`,
    },
  };
}

function toScimUserGroup({ id, displayName, type }: UserGroup, baseUrl: string) {
  return { value: id, $ref: `${baseUrl}${groupResourceType.endpoint}/${id}`, display: displayName, type };
}
