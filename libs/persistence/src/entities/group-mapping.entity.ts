import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { ConnectionId, DirectoryGroupId, EnterpriseId, OrganizationId } from './ids.js';

/** Members of a directory group are members of an organization. */
export const GroupMapping = defineEntity({
  name: 'GroupMapping',
  tableName: 'group_mappings',
  primaryKeys: ['enterprise_id', 'connection_id', 'group_id', 'organization_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    group_id: p.uuid().$type<DirectoryGroupId>().primary(),
    organization_id: p.uuid().$type<OrganizationId>().primary(),
    created_at: createdMoment(),
  },
  indexes: [{ name: 'group_mappings_of_organization', properties: ['enterprise_id', 'organization_id'] }],
});
