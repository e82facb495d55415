import type {
  DirectoryGroup as StoredGroup,
  DirectoryUser as StoredUser,
  GroupMember as StoredMember,
} from '#libs/persistence';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import { seesPersonalData } from '../http/permissions.js';
import type { DirectoryGroup, DirectoryUser, GroupMember } from './directory.dto.js';

/** A directory user as the caller may see it. */
export function toDirectoryUser(user: StoredUser, principal: AdminPrincipal): DirectoryUser {
  const { id, state, active, version, createdAt, lastModified } = user;
  return {
    id,
    state,
    userName: masked(principal, user.userName),
    externalId: masked(principal, user.externalId),
    active,
    resource: seesPersonalData(principal) ? user.resource : null,
    version,
    createdAt,
    lastModified,
  };
}

/** A directory group. The name of a group is nobody's. */
export function toDirectoryGroup(group: StoredGroup): DirectoryGroup {
  const { id, displayName, resource, version, createdAt, lastModified } = group;
  const { externalId } = resource;
  return {
    id,
    displayName,
    externalId: typeof externalId === 'string' ? externalId : null,
    version,
    createdAt,
    lastModified,
  };
}

/** A member of a group as the caller may see it. */
export function toGroupMember({ id, type, display }: StoredMember, principal: AdminPrincipal): GroupMember {
  return { id, type, display: type === 'User' ? masked(principal, display) : display };
}
