export { restoreHold } from './holds/restore-hold.js';
export { tellHoldEnded } from './holds/tell-hold-ended.js';
export type { AccountEffect } from './account-effect.js';
export {
  type LookedUp,
  accountForNewcomer,
  effectOnNewcomer,
  planEffect,
  planLinked,
  planOnSeen,
} from './plan-effect.js';
export { runApplication } from './bulk/run-application.js';
export { type ImpactCounts, noCounts } from './bulk/impact-counts.js';
export { runPreview } from './bulk/run-preview.js';
export { publishAccountEvents, publishAllAccountEvents } from './publish-account-events.js';
export { purgeDue } from './purge/purge-due.js';
export { toSeenChange } from './to-seen-change.js';
export { eventsOf, writeEffect } from './write-effect.js';
export { decideCreate } from './decide-create.js';
export { type ReplayOutcome, replayUserRequest, type UserRequest } from './replay/replay-user-request.js';
export { extendedUserResourceType } from './extended-user-resource-type.js';
