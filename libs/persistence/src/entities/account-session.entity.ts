import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountId, AccountSessionId, EnterpriseId } from './ids.js';

/** Somebody signed in. */
export const AccountSession = defineEntity({
  name: 'AccountSession',
  tableName: 'account_sessions',
  primaryKeys: ['enterprise_id', 'account_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    account_id: p.uuid().$type<AccountId>().primary(),
    id: p.uuid().$type<AccountSessionId>().primary(),
    ip: p.text().nullable(),
    user_agent: p.text().nullable(),
    created_at: createdMoment(),
    last_seen_at: moment().nullable(),
    expires_at: moment(),
    revoked_at: moment().nullable(),
  },
});
