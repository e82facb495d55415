import { defineEntity, p } from '@mikro-orm/core';
import { moment } from './columns.js';
import type { AccountId, AccountSessionId, EnterpriseId } from './ids.js';

/** What the OpenID provider remembers: a session, an interaction, a grant, a code, a token. */
export const ProviderPayload = defineEntity({
  name: 'ProviderPayload',
  tableName: 'provider_payloads',
  primaryKeys: ['model', 'hash'],
  properties: {
    /** The name that oidc-provider gives to what it is. */
    model: p.text().primary(),
    /** SHA-256 of its id, which is what a cookie, a code or a token says. */
    hash: p.blob().$type<Buffer>().primary(),
    /** Sealed: ids of others are in it. */
    sealed_payload: p.text(),
    /** SHA-256 of the id of the grant it is from. */
    grant_hash: p.blob().$type<Buffer>().nullable(),
    /** SHA-256 of the other id by which a session is found. */
    uid_hash: p.blob().$type<Buffer>().nullable(),
    /** Whose it is, once somebody has signed in. */
    enterprise_id: p.uuid().$type<EnterpriseId>().nullable(),
    account_id: p.uuid().$type<AccountId>().nullable(),
    account_session_id: p.uuid().$type<AccountSessionId>().nullable(),
    consumed_at: moment().nullable(),
    expires_at: moment(),
  },
  indexes: [
    { name: 'provider_payloads_grant', properties: ['grant_hash'], where: 'grant_hash is not null' },
    { name: 'provider_payloads_uid', properties: ['uid_hash'], where: 'uid_hash is not null' },
    {
      name: 'provider_payloads_account_session',
      properties: ['enterprise_id', 'account_id', 'account_session_id'],
      where: 'account_session_id is not null',
    },
    { name: 'provider_payloads_expired', properties: ['expires_at'] },
  ],
});
