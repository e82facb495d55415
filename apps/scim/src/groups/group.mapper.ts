import type { DirectoryGroup, DirectoryMember } from '#libs/persistence';
import { groupResourceType, type ScimMember, schemasOf, toEntityTag, userResourceType } from '#libs/scim-protocol';
import type { WireResource } from '../http/resource-reply.js';

/** A directory group as it travels (RFC 7643 §4.2), without its members. */
export function toScimGroup(group: DirectoryGroup, baseUrl: string): WireResource {
  return {
    schemas: schemasOf(group.resource, groupResourceType),
    id: group.id,
    ...group.resource,
    meta: {
      resourceType: groupResourceType.name,
      created: group.createdAt,
      lastModified: group.lastModified,
      location: `${baseUrl}${groupResourceType.endpoint}/${group.id}`,
      version: toEntityTag(group.version),
    },
  };
}

const endpoints = { User: userResourceType.endpoint, Group: groupResourceType.endpoint };

/** A member as it travels. */
export function toScimMember({ id, type, display }: DirectoryMember, baseUrl: string): ScimMember {
  return { value: id, $ref: `${baseUrl}${endpoints[type]}/${id}`, ...(display !== null && { display }), type };
}
