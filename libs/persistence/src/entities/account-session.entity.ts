import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, keyText, moment } from './columns.js';
import type { AccountId, AccountSessionId, ConnectionId, EnterpriseId } from './ids.js';

/** Somebody signed in. */
export const AccountSession = defineEntity({
  name: 'AccountSession',
  tableName: 'account_sessions',
  primaryKeys: ['enterprise_id', 'account_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    account_id: p.uuid().$type<AccountId>().primary(),
    id: p.uuid().$type<AccountSessionId>().primary(),
    ip: p.text().nullable(),
    user_agent: p.text().nullable(),
    created_at: createdMoment(),
    last_seen_at: moment().nullable(),
    expires_at: moment(),
    revoked_at: moment().nullable(),
    /** By which the person came; null when it was not by single sign-on. */
    connection_id: p.uuid().$type<ConnectionId>().nullable(),
    /** The NameID or `sub` that the identity provider named the person by, and what it calls the session. */
    subject: keyText().nullable(),
    name_id_format: p.text().nullable(),
    session_index: p.text().nullable(),
    /** `sid` of the ID token (OpenID Connect Back-Channel Logout §2.1). */
    idp_session_id: p.text().nullable(),
  },
  indexes: [
    {
      name: 'account_sessions_of_subject',
      properties: ['enterprise_id', 'connection_id', 'subject'],
      where: 'connection_id is not null and revoked_at is null',
    },
    {
      name: 'account_sessions_of_idp_session',
      properties: ['enterprise_id', 'connection_id', 'idp_session_id'],
      where: 'idp_session_id is not null and revoked_at is null',
    },
  ],
});
