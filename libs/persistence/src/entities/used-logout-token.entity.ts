import { defineEntity, p } from '@mikro-orm/core';
import { moment } from './columns.js';
import type { ConnectionId, EnterpriseId } from './ids.js';

/** A logout token that was used; it is not good a second time (OpenID Connect Back-Channel Logout §2.6). */
export const UsedLogoutToken = defineEntity({
  name: 'UsedLogoutToken',
  tableName: 'used_logout_tokens',
  primaryKeys: ['enterprise_id', 'connection_id', 'hash'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    /** SHA-256 of the issuer and the `jti`. */
    hash: p.blob().$type<Buffer>().primary(),
    /** When it would not be accepted any more anyway. */
    expires_at: moment(),
  },
  indexes: [{ name: 'used_logout_tokens_expired', properties: ['expires_at'] }],
});
