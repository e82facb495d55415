import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, keyText } from './columns.js';
import type { AccountId, ConnectionId, EnterpriseId } from './ids.js';

/** Whom an identity provider names by a subject, once that person has signed in. */
export const AccountIdentity = defineEntity({
  name: 'AccountIdentity',
  tableName: 'account_identities',
  primaryKeys: ['enterprise_id', 'connection_id', 'issuer', 'subject'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    /** Within which the subject is unique: issuer and client, or entity ID and NameID format. */
    issuer: keyText().primary(),
    subject: keyText().primary(),
    account_id: p.uuid().$type<AccountId>(),
    created_at: createdMoment(),
    last_used_at: createdMoment(),
  },
  uniques: [
    { name: 'account_identities_account_once', properties: ['enterprise_id', 'connection_id', 'issuer', 'account_id'] },
  ],
  indexes: [{ name: 'account_identities_of_account', properties: ['enterprise_id', 'account_id'] }],
});
