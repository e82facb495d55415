import { defineEntity, p } from '@mikro-orm/core';
import type { ConnectionId, EnterpriseId } from './ids.js';

/**
 * How many present resources of a connection have an id in a range: above the previous segment's `until_id`, up to and
 * including this one's. With the resources after the last segment they give exact totals and the place of any page.
 */
export const DirectorySegment = defineEntity({
  name: 'DirectorySegment',
  tableName: 'directory_segments',
  primaryKeys: ['enterprise_id', 'connection_id', 'resource_type', 'until_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    resource_type: p.enum(['User', 'Group']).primary(),
    until_id: p.uuid().primary(),
    resources: p.integer(),
  },
});
