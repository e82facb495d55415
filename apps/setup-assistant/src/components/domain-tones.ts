import type { StatusTone } from './status-badge.js';

/** How each state of a domain looks. */
export const domainTones = { unverified: 'warning', verified: 'good', failing: 'bad' } as const satisfies Record<
  string,
  StatusTone
>;
