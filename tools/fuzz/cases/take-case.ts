import fc from 'fast-check';
import { bulkRequest } from './bulk-requests.ts';
import type { CaseKind, FuzzRequest } from './case-kind.ts';
import { oddHeaderRequest, oddUrlRequest } from './odd-requests.ts';
import { patchRequest } from './patches.ts';
import { cursorRequest, filterRequest, queryRequest, searchRequest } from './queries.ts';
import { rawBodyRequest } from './raw-bodies.ts';
import { resourceRequest } from './resources.ts';

/** What is generated, and how much of it. */
export const CASE_KINDS: readonly CaseKind[] = [
  { name: 'filter', share: 28, requests: filterRequest },
  { name: 'patch', share: 22, requests: patchRequest },
  { name: 'raw-body', share: 12, requests: rawBodyRequest },
  { name: 'query', share: 10, requests: queryRequest },
  { name: 'resource', share: 9, requests: resourceRequest },
  { name: 'search', share: 6, requests: searchRequest },
  { name: 'url', share: 5, requests: oddUrlRequest },
  { name: 'bulk', share: 4, requests: bulkRequest },
  { name: 'header', share: 2, requests: oddHeaderRequest },
  { name: 'cursor', share: 2, requests: cursorRequest },
];

/** One generated case; seed and index alone decide what it is. */
export interface FuzzCase {
  readonly index: number;
  readonly kind: CaseKind;
  /** Makes the same request again, for minimising. */
  readonly seed: number;
  readonly request: FuzzRequest;
}

const wheel = CASE_KINDS.flatMap(kind => Array.from({ length: kind.share }, () => kind));
// Coprime with the hundred places of the wheel: the kinds alternate instead of coming in blocks.
const STRIDE = 37;

/** The kind of a case. */
export function kindAt(index: number): CaseKind {
  return wheel[(index * STRIDE) % wheel.length] as CaseKind;
}

/** The case of a run at an index. */
export function takeCase(runSeed: number, index: number): FuzzCase {
  const kind = kindAt(index);
  const seed = mix(runSeed, index);
  const [request] = fc.sample(kind.requests, { seed, numRuns: 1 });
  return { index, kind, seed, request: request as FuzzRequest };
}

/** Spreads seed and index over 32 bits, so that neighbouring cases have nothing in common (the mixer of MurmurHash3). */
function mix(seed: number, index: number): number {
  let hash = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(index + 1, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}
