import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
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
    created_at: createdMoment(),
  },
});
