import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, keyText, moment } from './columns.js';
import type { ConnectionId, EnterpriseId } from './ids.js';

/** An AuthnRequest that waits for its answer (SAML 2.0 core §3.4.1). */
export const SamlRequest = defineEntity({
  name: 'SamlRequest',
  tableName: 'saml_requests',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    /** Its `ID`, which we made. */
    id: keyText().primary(),
    /** SHA-256 of the RelayState it was sent with. */
    relay_state_hash: p.blob().$type<Buffer>(),
    created_at: createdMoment(),
    expires_at: moment(),
  },
  indexes: [{ name: 'saml_requests_expired', properties: ['expires_at'] }],
});
