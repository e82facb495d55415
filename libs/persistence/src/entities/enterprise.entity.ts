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
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
    /** Its connections were deleted before, so no identity provider asks for it any more. */
    deleted_at: moment().nullable(),
  },
});
