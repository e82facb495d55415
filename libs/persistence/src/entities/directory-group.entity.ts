import { defineEntity, p } from '@mikro-orm/core';
import type { ScimAttributes } from '#libs/scim-protocol';
import { createdMoment, keyText, terms } from './columns.js';
import type { ConnectionId, DirectoryGroupId, EnterpriseId } from './ids.js';

/** What an identity provider told us of one group; its members are {@link DirectoryMembership}s. */
export const DirectoryGroup = defineEntity({
  name: 'DirectoryGroup',
  tableName: 'directory_groups',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<DirectoryGroupId>().primary(),
    display_name: p.text(),
    /** The displayName in the form in which names are compared; several groups may share it. */
    display_name_key: keyText(),
    external_id: keyText().nullable(),
    /** The rest of the resource, in canonical wire form. */
    attributes: p.json<ScimAttributes>(),
    /** `attributes` in the form in which values are compared. */
    search: p.json<object>(),
    /** What `search` holds, for filters by index. */
    terms: terms(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
  indexes: [
    { name: 'directory_groups_display_name', properties: ['enterprise_id', 'connection_id', 'display_name_key'] },
    { name: 'directory_groups_external_id', properties: ['enterprise_id', 'connection_id', 'external_id'] },
    {
      name: 'directory_groups_terms',
      expression: 'create index "directory_groups_terms" on "directory_groups" using gin ("terms")',
    },
  ],
});
