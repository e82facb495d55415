import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, SetupLinkId, SetupSessionId } from './ids.js';

/** What was opened by a setup link, for a few hours in one browser. */
export const SetupSession = defineEntity({
  name: 'SetupSession',
  tableName: 'setup_sessions',
  primaryKeys: ['enterprise_id', 'connection_id', 'setup_link_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    setup_link_id: p.uuid().$type<SetupLinkId>().primary(),
    id: p.uuid().$type<SetupSessionId>().primary(),
    /** SHA-256 of the cookie. */
    hash: p.blob().$type<Buffer>().unique('setup_sessions_hash'),
    created_at: createdMoment(),
    expires_at: moment(),
    ended_at: moment().nullable(),
  },
});
