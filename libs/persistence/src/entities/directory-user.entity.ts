import { defineEntity, p } from '@mikro-orm/core';
import type { ScimAttributes } from '#libs/scim-protocol';
import { createdMoment, keyText, terms } from './columns.js';
import type { ConnectionId, DirectoryUserId, EnterpriseId } from './ids.js';

/**
 * `present`: what the identity provider sees. `retired`: its userName went to another person. `deleted`: by DELETE.
 * The last two are kept for the record and never answered over SCIM.
 */
export const directoryUserStates = ['present', 'retired', 'deleted'] as const;

/** What an identity provider told us of one person, whole. */
export const DirectoryUser = defineEntity({
  name: 'DirectoryUser',
  tableName: 'directory_users',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<DirectoryUserId>().primary(),
    state: p.enum(directoryUserStates).default('present'),
    user_name: p.text(),
    /** The userName prepared by PRECIS (RFC 8265): equal for equal names, whatever their letter case or Unicode form. */
    user_name_key: keyText(),
    external_id: keyText().nullable(),
    active: p.boolean(),
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
  uniques: [
    {
      name: 'directory_users_user_name',
      properties: ['enterprise_id', 'connection_id', 'user_name_key'],
      where: "state = 'present'",
    },
  ],
  indexes: [
    { name: 'directory_users_external_id', properties: ['enterprise_id', 'connection_id', 'external_id'] },
    {
      name: 'directory_users_terms',
      expression: 'create index "directory_users_terms" on "directory_users" using gin ("terms")',
    },
  ],
});
