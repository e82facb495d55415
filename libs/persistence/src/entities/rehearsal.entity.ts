import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import { provisioningModes } from './connection.entity.js';
import type { ConnectionId, EnterpriseId, RehearsalId } from './ids.js';

/** How far a rehearsal is. */
export const rehearsalStates = ['waiting', 'running', 'passed', 'failed'] as const;

/** What came of one step. */
export interface RehearsalStep {
  readonly name: string;
  readonly title: string;
  /** What happens at the identity provider when it sends this; null for a look at what came of the steps before. */
  readonly when: string | null;
  readonly verdict: 'passed' | 'failed' | 'skipped';
  readonly request: { readonly method: string; readonly path: string; readonly body: string | null } | null;
  readonly answer: { readonly status: number; readonly body: string } | null;
  readonly durationMs: number;
  /** What is not as the identity provider needs it. */
  readonly problems: readonly string[];
  /** What administrators would see at the identity provider; null when it passed. */
  readonly whenWrong: string | null;
}

/** An identity provider's own requests, tried on a connection with people who are of no enterprise. */
export const Rehearsal = defineEntity({
  name: 'Rehearsal',
  tableName: 'rehearsals',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<RehearsalId>().primary(),
    idp_profile: p.text(),
    mode: p.enum(provisioningModes),
    state: p.enum(rehearsalStates).default('waiting'),
    /** Of all steps. */
    total: p.integer(),
    steps: p.json<readonly RehearsalStep[]>().defaultRaw("'[]'"),
    /** Why it could not be carried out. */
    failure: p.text().nullable(),
    /** SHA-256 of its token, which only the process has that carries it out. */
    token_hash: p.blob().$type<Buffer>().nullable(),
    token_expires_at: moment().nullable(),
    created_at: createdMoment(),
    finished_at: moment().nullable(),
  },
  uniques: [
    {
      name: 'rehearsals_under_way',
      properties: ['enterprise_id', 'connection_id'],
      where: 'finished_at is null',
    },
  ],
});
