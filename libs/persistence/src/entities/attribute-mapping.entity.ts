import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { AttributeMappingId } from './ids.js';

/** A version of the attribute mapping that the vendor has published. */
export const AttributeMapping = defineEntity({
  name: 'AttributeMapping',
  tableName: 'attribute_mappings',
  primaryKeys: ['id'],
  properties: {
    id: p.uuid().$type<AttributeMappingId>().primary(),
    /** 1, 2, 3, …; 0 is the one that is built in, and has no row. */
    version: p.integer().unique('attribute_mappings_version'),
    mapping: p.json<object>(),
    /** What the vendor says of it. */
    note: p.text().default(''),
    created_at: createdMoment(),
  },
  checks: [{ name: 'attribute_mappings_version_check', expression: 'version > 0' }],
});
