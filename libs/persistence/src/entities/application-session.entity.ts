import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountId, AccountSessionId, EnterpriseId, VendorApplicationId } from './ids.js';

/** A session of an account was told to an application, which is to be told of its end. */
export const ApplicationSession = defineEntity({
  name: 'ApplicationSession',
  tableName: 'application_sessions',
  primaryKeys: ['enterprise_id', 'account_id', 'account_session_id', 'application_id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    account_id: p.uuid().$type<AccountId>().primary(),
    /** The `sid` of ID tokens and logout tokens. */
    account_session_id: p.uuid().$type<AccountSessionId>().primary(),
    application_id: p.uuid().$type<VendorApplicationId>().primary(),
    created_at: createdMoment(),
    /** Once the session was ended: when its end is told next. A trigger of `account_sessions` writes it. */
    logout_due_at: moment().nullable(),
    /** How often it was told in vain. */
    attempts: p.integer().default(0),
  },
  indexes: [
    { name: 'application_sessions_of_application', properties: ['application_id'] },
    { name: 'application_sessions_due', properties: ['logout_due_at'], where: 'logout_due_at is not null' },
  ],
});
