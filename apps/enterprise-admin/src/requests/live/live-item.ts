import type { Warning } from '#libs/connection-health';
import type { IdpProfileId } from '#libs/idp-profiles';
import type { ConnectionRow, ScimRequestRow, SignInAttemptRow } from '#libs/persistence';

/** A SCIM request that was answered. */
export interface RequestItem {
  readonly kind: 'request';
  readonly row: ScimRequestRow;
  readonly profile: IdpProfileId;
  /** It belongs to a test user or group that came and went. */
  readonly isOfActivation: boolean;
}

/** An attempt to sign in that has begun or ended. */
export interface SignInItem {
  readonly kind: 'sign-in';
  readonly row: SignInAttemptRow;
}

/** The connection, as it is now. */
export interface ConnectionItem {
  readonly kind: 'connection';
  readonly row: ConnectionRow;
  readonly warnings: readonly Warning[];
}

/** What the log has of one moment. */
export type LoggedItem = RequestItem | SignInItem;

/** When it happened, in milliseconds. */
export function momentOf({ kind, row }: LoggedItem): number {
  if (kind === 'request') return Date.parse(row.at) + row.duration_ms;
  return Date.parse(row.finished_at ?? row.at);
}

/** What happens once has one key, however often it is read. */
export function keyOf({ kind, row }: LoggedItem): string {
  return kind === 'request' ? row.id : `${row.id} ${row.outcome}`;
}
