import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId, SignInAttemptId } from './ids.js';
import { signInProtocols, signInPurposes } from './sign-in-flow.entity.js';

/** How far an attempt came: one that stays `begun` never came back from the identity provider. */
export const signInOutcomes = ['begun', 'signed_in', 'tested', 'refused'] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/** One thing that happened in an attempt. */
export interface SignInStep {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  /** What was seen: ids, codes and names, never a secret and nothing of the person. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An attempt to sign in, and what became of it; kept for thirty days. Its id is the reference that the browser shows. */
export const SignInAttempt = defineEntity({
  name: 'SignInAttempt',
  tableName: 'sign_in_attempts',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<SignInAttemptId>().primary(),
    purpose: p.enum(signInPurposes),
    protocol: p.enum(signInProtocols),
    outcome: p.enum(signInOutcomes),
    /** Why it was refused. */
    code: p.text().nullable(),
    steps: p.json<readonly SignInStep[]>().defaultRaw("'[]'"),
    login: p.text().nullable(),
    subject: p.text().nullable(),
    account_id: p.uuid().$type<AccountId>().nullable(),
    directory_user_id: p.uuid().$type<DirectoryUserId>().nullable(),
    ip: p.text().nullable(),
    user_agent: p.text().nullable(),
    at: createdMoment(),
    finished_at: moment().nullable(),
  },
  indexes: [{ name: 'sign_in_attempts_at', properties: ['at'] }],
});
