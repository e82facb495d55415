import type { IdpProfileId } from '#libs/idp-profiles';
import type { LoggedRequest } from '../logged-request.js';

/** What the rules find in the requests of a connection. `ENTRA_FLAG_MISSING` is a warning of the connection, too. */
export const requestFindingCodes = ['ENTRA_FLAG_MISSING', 'ENTRA_ACTIVE_MAPPING', 'VALUES_LOST', 'STALE_IDS'] as const;

/** One of {@link requestFindingCodes}. */
export type RequestFindingCode = (typeof requestFindingCodes)[number];

/** What is wrong with the traffic of a connection. */
export interface RequestFinding {
  readonly code: RequestFindingCode;
  /** To an administrator: what is wrong and what to do. */
  readonly message: string;
  /** Where to click in the identity provider's console. */
  readonly clickPath: string;
  /** The requests it was seen in, newest first. */
  readonly requestIds: readonly string[];
  /** How often. */
  readonly count: number;
}

/** A request that is looked at for findings. */
export interface LintedRequest extends LoggedRequest {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What a rule can say of what it looks at: wrong, right, or that nothing tells. */
export type Verdict = 'wrong' | 'right' | undefined;

/** What traffic is looked at with. */
export interface TrafficSample {
  readonly profile: IdpProfileId;
  /** Newest first. */
  readonly requests: readonly LintedRequest[];
}

/** Ids of the newest requests that a finding names. */
const NAMED_AT_MOST = 5;

/** The ids of the requests that show a finding best. */
export function namedIds(requests: readonly LintedRequest[]): readonly string[] {
  return requests.slice(0, NAMED_AT_MOST).map(({ id }) => id);
}
