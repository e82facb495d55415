import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId, ReceiptId } from './ids.js';

/** What was taken from an account when the directory took its access, so that it can be given back. */
export const Receipt = defineEntity({
  name: 'Receipt',
  tableName: 'receipts',
  primaryKeys: ['enterprise_id', 'account_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    account_id: p.uuid().$type<AccountId>().primary(),
    id: p.uuid().$type<ReceiptId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().nullable(),
    directory_user_id: p.uuid().$type<DirectoryUserId>().nullable(),
    was_administrator: p.boolean().default(false),
    created_at: createdMoment(),
    purge_after: moment(),
    restored_at: moment().nullable(),
    purged_at: moment().nullable(),
  },
  indexes: [
    { name: 'receipts_due', properties: ['purge_after'], where: 'restored_at is null and purged_at is null' },
    { name: 'receipts_of_enterprise', properties: ['enterprise_id', 'created_at'] },
  ],
  uniques: [
    {
      name: 'receipts_open',
      properties: ['enterprise_id', 'account_id'],
      where: 'restored_at is null and purged_at is null',
    },
  ],
});
