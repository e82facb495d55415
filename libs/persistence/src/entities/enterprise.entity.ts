import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { EnterpriseId } from './ids.js';

/** One customer of the vendor: the tenant. */
export const Enterprise = defineEntity({
  name: 'Enterprise',
  tableName: 'enterprises',
  properties: {
    id: p.uuid().$type<EnterpriseId>().primary(),
    /** What an administrator types to confirm a deletion, and what names the enterprise in URLs. */
    key: p.text().unique('enterprises_key'),
    name: p.text(),
    /** How long an account without access is kept. */
    grace_days: p.integer().default(30),
    /** Purging stands still when so many accounts, or so many percent of them, lose access within the window. */
    hold_accounts: p.integer().default(50),
    hold_percent: p.integer().default(20),
    hold_window_minutes: p.integer().default(1440),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
    /** Its connections were deleted before, so no identity provider asks for it any more. */
    deleted_at: moment().nullable(),
  },
  checks: [
    { name: 'enterprises_grace_days_check', expression: 'grace_days >= 1 and grace_days <= 365' },
    { name: 'enterprises_hold_accounts_check', expression: 'hold_accounts >= 1' },
    { name: 'enterprises_hold_percent_check', expression: 'hold_percent >= 1 and hold_percent <= 100' },
    { name: 'enterprises_hold_window_minutes_check', expression: 'hold_window_minutes >= 1' },
  ],
});
