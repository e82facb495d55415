import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment } from './columns.js';
import type { ConnectionId, EnterpriseId } from './ids.js';

/** A warning that something seen has raised, until what is seen says otherwise. What the settings tell by themselves is not stored. */
export const RaisedWarning = defineEntity({
  name: 'RaisedWarning',
  tableName: 'raised_warnings',
  primaryKeys: ['enterprise_id', 'connection_id', 'code'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    code: p.text().primary(),
    /** What was seen: ids and moments, never a secret. */
    evidence: p.json<object>(),
    created_at: createdMoment(),
  },
});
