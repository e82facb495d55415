import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { ConnectionId, DirectoryGroupId, EnterpriseId, GroupMappingId, OrganizationId } from './ids.js';

/** Members of a directory group are members of an organization. */
export const GroupMapping = defineEntity({
  name: 'GroupMapping',
  tableName: 'group_mappings',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<GroupMappingId>().primary(),
    /** It stays when the identity provider deletes the group, and gives nobody anything then. */
    group_id: p.uuid().$type<DirectoryGroupId>(),
    organization_id: p.uuid().$type<OrganizationId>(),
    created_at: createdMoment(),
  },
  uniques: [
    { name: 'group_mappings_once', properties: ['enterprise_id', 'connection_id', 'group_id', 'organization_id'] },
  ],
  indexes: [{ name: 'group_mappings_of_organization', properties: ['enterprise_id', 'organization_id'] }],
});
