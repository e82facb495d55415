import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { ProvisioningMode } from './connection.entity.js';
import type { ConnectionId, EnterpriseId, ImpactPreviewId } from './ids.js';

/** What becomes of accounts when their connection is provisioned no more. */
export const leavingChoices = ['local', 'jit', 'remove'] as const;
export type LeavingChoice = (typeof leavingChoices)[number];

/** The change whose impact is looked at: directory changes take effect, in a mode; or provisioning ends. */
export type ImpactPurpose =
  | { readonly kind: 'enable' | 'mode'; readonly mode: ProvisioningMode }
  | { readonly kind: 'leave'; readonly keep: LeavingChoice };

/** Fingerprints of all ids and versions: each write makes one of them another. */
export interface SeenVersions {
  readonly directory: string;
  readonly accounts: string;
}

/** What a change would do to accounts, by name. */
export const ImpactPreview = defineEntity({
  name: 'ImpactPreview',
  tableName: 'impact_previews',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<ImpactPreviewId>().primary(),
    /** Which change. */
    purpose: p.json<ImpactPurpose>(),
    state: p.enum(['running', 'done', 'failed']).default('running'),
    /** Why, in words. */
    failure: p.text().nullable(),
    examined: p.integer().default(0),
    total: p.integer().nullable(),
    counts: p.json<Readonly<Record<string, number>>>().defaultRaw(`'{}'`),
    /** It is stale once the directory or accounts have changed since. */
    seen: p.json<SeenVersions>(),
    /** Whoever has an id up to this one is looked at. */
    after_id: p.uuid().nullable(),
    as_of: createdMoment(),
    created_at: createdMoment(),
    finished_at: moment().nullable(),
  },
});
