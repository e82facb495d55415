import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { EnterpriseId, OrganizationId } from './ids.js';

/** A part of an enterprise; accounts are its members. */
export const Organization = defineEntity({
  name: 'Organization',
  tableName: 'organizations',
  primaryKeys: ['enterprise_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    id: p.uuid().$type<OrganizationId>().primary(),
    key: p.text(),
    name: p.text(),
    version: p.integer().default(1),
    created_at: createdMoment(),
    last_modified: createdMoment(),
  },
  uniques: [{ name: 'organizations_key', properties: ['enterprise_id', 'key'] }],
});
