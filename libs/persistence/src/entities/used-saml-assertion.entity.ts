import { defineEntity, p } from '@mikro-orm/core';
import { moment } from './columns.js';
import type { ConnectionId, EnterpriseId } from './ids.js';

/** A SAML assertion that signed somebody in; it is not good a second time (SAML 2.0 profiles §4.1.4.5). */
export const UsedSamlAssertion = defineEntity({
  name: 'UsedSamlAssertion',
  tableName: 'used_saml_assertions',
  primaryKeys: ['enterprise_id', 'connection_id', 'hash'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    /** SHA-256 of the identity provider and the `ID` it gave. */
    hash: p.blob().$type<Buffer>().primary(),
    /** When it would not be accepted any more anyway. */
    expires_at: moment(),
  },
  indexes: [{ name: 'used_saml_assertions_expired', properties: ['expires_at'] }],
});
