import { activeMapping, missingFlag } from './entra-rules.js';
import type { RequestFinding, TrafficSample } from './finding.js';
import { staleIds, valuesLost } from './traffic-rules.js';

const rules = [missingFlag, activeMapping, valuesLost, staleIds];

/** Finds what is wrong at the identity provider by what it sends. */
export function lintTraffic(sample: TrafficSample): readonly RequestFinding[] {
  return rules.map(rule => rule(sample)).filter(finding => finding !== undefined);
}
