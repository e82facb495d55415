import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountId, EnterpriseId, PersonalAccessTokenId, ReceiptId } from './ids.js';

/** A person's own token for the vendor's application: never the token itself, only its hash. */
export const PersonalAccessToken = defineEntity({
  name: 'PersonalAccessToken',
  tableName: 'personal_access_tokens',
  primaryKeys: ['enterprise_id', 'account_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    account_id: p.uuid().$type<AccountId>().primary(),
    id: p.uuid().$type<PersonalAccessTokenId>().primary(),
    name: p.text(),
    prefix: p.text(),
    /** SHA-256 of the token. */
    hash: p.blob().$type<Buffer>().unique('personal_access_tokens_hash'),
    created_at: createdMoment(),
    expires_at: moment(),
    last_used_at: moment().nullable(),
    revoked_at: moment().nullable(),
    /** The receipt that gives it back. */
    receipt_id: p.uuid().$type<ReceiptId>().nullable(),
  },
});
