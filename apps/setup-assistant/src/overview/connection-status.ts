import type { Connection, ProvisioningSettings } from '../api/connection.js';
import type { StatusTone } from '../components/status-badge.js';

/** How far single sign-on is. */
export type SsoStatus = 'absent' | 'untested' | 'stale' | 'lacking' | 'passed';
/** How far provisioning is. */
export type ProvisioningStatus = 'early' | 'blocked' | 'absent' | 'waiting' | 'running';

/** How far single sign-on of a connection is. */
export function ssoStatusOf({ sso }: Pick<Connection, 'sso'>): SsoStatus {
  if (!sso) return 'absent';
  const { test } = sso;
  if (!test) return 'untested';
  if (!test.isCurrent) return 'stale';
  return test.passed ? 'passed' : 'lacking';
}

/** What of its tokens decides how far provisioning is. */
export type TokenUse = { readonly status: string; readonly isSeenInUse: boolean };

/**
 * How far provisioning of a connection is.
 * @param tokens all of its tokens; undefined where they may not be seen
 */
export function provisioningStatusOf(
  connection: Pick<Connection, 'sso'>,
  { isBlocked }: Pick<ProvisioningSettings, 'isBlocked'>,
  tokens: readonly TokenUse[] | undefined,
): ProvisioningStatus {
  if (!connection.sso) return 'early';
  if (isBlocked) return 'blocked';
  const live = (tokens ?? []).filter(({ status }) => status === 'active' || status === 'retiring');
  if (live.length === 0) return 'absent';
  return live.some(({ isSeenInUse }) => isSeenInUse) ? 'running' : 'waiting';
}

/** How each of them looks. */
export const ssoTones: Readonly<Record<SsoStatus, StatusTone>> = {
  absent: 'quiet',
  untested: 'warning',
  stale: 'warning',
  lacking: 'bad',
  passed: 'good',
};

/** How each of them looks. */
export const provisioningTones: Readonly<Record<ProvisioningStatus, StatusTone>> = {
  early: 'quiet',
  blocked: 'bad',
  absent: 'quiet',
  waiting: 'warning',
  running: 'good',
};
