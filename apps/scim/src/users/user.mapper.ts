import { hash } from 'node:crypto';
import type { DirectoryUser, UserGroup } from '#libs/persistence';
import { groupResourceType, type ResourceType, schemasOf, toEntityTag, userResourceType } from '#libs/scim-protocol';
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
      version: entityTagOf(user),
    },
  };
}

function toScimUserGroup({ id, displayName, type }: UserGroup, baseUrl: string) {
  return { value: id, $ref: `${baseUrl}${groupResourceType.endpoint}/${id}`, display: displayName, type };
}

/**
 * A user's version does not count who puts the user into a group, which is no change of the user. A representation that shows
 * groups has a tag of its own, so that nobody is told that nothing has changed when access by a group has ended.
 */
function entityTagOf({ version, groups }: DirectoryUser): string {
  if (!groups?.length) return toEntityTag(version);
  return toEntityTag(version, hash('sha256', JSON.stringify(groups), 'base64url').slice(0, 8));
}
