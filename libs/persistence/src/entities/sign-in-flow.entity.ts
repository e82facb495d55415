import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ConnectionId, EnterpriseId, SignInAttemptId, SignInTestId } from './ids.js';

/** What a sign-in is begun for: to sign somebody in, or to see that somebody could. */
export const signInPurposes = ['sign_in', 'test'] as const;
export type SignInPurpose = (typeof signInPurposes)[number];

/** The protocols by which people sign in. */
export const signInProtocols = ['saml', 'oidc'] as const;
export type SignInProtocol = (typeof signInProtocols)[number];

/** A sign-in that has begun and is not answered yet. */
export const SignInFlow = defineEntity({
  name: 'SignInFlow',
  tableName: 'sign_in_flows',
  primaryKeys: ['enterprise_id', 'connection_id', 'hash'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    /** SHA-256 of its handle, the RelayState or `state`. */
    hash: p.blob().$type<Buffer>().primary(),
    attempt_id: p.uuid().$type<SignInAttemptId>(),
    purpose: p.enum(signInPurposes),
    protocol: p.enum(signInProtocols),
    /** Of the settings it was begun with. */
    fingerprint: p.text(),
    /** Of the vendor's application, which waits for it. */
    interaction_id: p.text().nullable(),
    test_id: p.uuid().$type<SignInTestId>().nullable(),
    /** SHA-256 of the cookie of the browser that began it. */
    browser_hash: p.blob().$type<Buffer>(),
    created_at: createdMoment(),
    expires_at: moment(),
  },
  indexes: [{ name: 'sign_in_flows_expired', properties: ['expires_at'] }],
});
