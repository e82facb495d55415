import type { ScimTokenRow } from '#libs/persistence';

/** What a token can be: accepted, accepted until the one that takes its place has been used for a while, or refused. */
export const scimTokenStatuses = ['active', 'retiring', 'expired', 'revoked'] as const;

/** One of {@link scimTokenStatuses}. */
export type ScimTokenStatus = (typeof scimTokenStatuses)[number];

/** What a token is at a moment. */
export function scimTokenStatus(
  { revoked_at, expires_at, replaced_by }: Pick<ScimTokenRow, 'revoked_at' | 'expires_at' | 'replaced_by'>,
  now: Date,
): ScimTokenStatus {
  if (revoked_at !== null) return 'revoked';
  if (Date.parse(expires_at) <= now.getTime()) return 'expired';
  return replaced_by === null ? 'active' : 'retiring';
}
