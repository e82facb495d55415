import { defineEntity, p } from '@mikro-orm/core';
import { moment } from './columns.js';
import type { ConnectionId, EnterpriseId, OAuthClientId } from './ids.js';

/** A client assertion (RFC 7523) that was used; it is not good a second time. */
export const UsedAssertion = defineEntity({
  name: 'UsedAssertion',
  tableName: 'used_assertions',
  primaryKeys: ['enterprise_id', 'connection_id', 'client_id', 'hash'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    client_id: p.uuid().$type<OAuthClientId>().primary(),
    /** SHA-256 of its `jti`, or of the whole where it has none. */
    hash: p.blob().$type<Buffer>().primary(),
    expires_at: moment(),
  },
});
