import { defineEntity, p } from '@mikro-orm/core';
import type { ConnectionId, DirectoryGroupId, EnterpriseId } from './ids.js';

/** A user or a group is a direct member of a group. */
export const DirectoryMembership = defineEntity({
  name: 'DirectoryMembership',
  tableName: 'directory_memberships',
  primaryKeys: ['enterprise_id', 'connection_id', 'group_id', 'member_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    group_id: p.uuid().$type<DirectoryGroupId>().primary(),
    /** The id of a directory user or of another directory group. */
    member_id: p.uuid().primary(),
    member_type: p.enum(['User', 'Group']),
    /** The member's name as the identity provider wrote it. */
    display: p.text().nullable(),
  },
  indexes: [{ name: 'directory_memberships_member', properties: ['enterprise_id', 'connection_id', 'member_id'] }],
});
