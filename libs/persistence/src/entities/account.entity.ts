import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId } from './ids.js';

export const accountStates = ['active', 'suspended'] as const;

/** A person as the vendor's application knows them. */
export const Account = defineEntity({
  name: 'Account',
  tableName: 'accounts',
  primaryKeys: ['enterprise_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    id: p.uuid().$type<AccountId>().primary(),
    login: p.text(),
    /** The login prepared like a userName; null once the login went to another person. */
    login_key: p.text().nullable(),
    email: p.text().nullable(),
    display_name: p.text().nullable(),
    state: p.enum(accountStates).default('active'),
    /** Who suspended it: what the directory suspended, the directory may restore. */
    suspended_by: p.enum(['directory', 'administrator']).nullable(),
    /** Whether this person administrates the enterprise. */
    is_administrator: p.boolean().default(false),
    /** The directory user it is linked to, if any. */
    connection_id: p.uuid().$type<ConnectionId>().nullable(),
    directory_user_id: p.uuid().$type<DirectoryUserId>().nullable(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
  uniques: [
    { name: 'accounts_login', properties: ['enterprise_id', 'login_key'] },
    { name: 'accounts_directory_user', properties: ['enterprise_id', 'connection_id', 'directory_user_id'] },
  ],
  indexes: [
    { name: 'accounts_administrators', properties: ['enterprise_id', 'id'], where: 'is_administrator' },
    { name: 'accounts_linked', properties: ['enterprise_id', 'id'], where: 'directory_user_id is not null' },
    { name: 'accounts_unlinked', properties: ['enterprise_id', 'id'], where: 'directory_user_id is null' },
  ],
});
