export { restoreHold } from './holds/restore-hold.js';
export type { AccountEffect } from './account-effect.js';
export { type LookedUp, accountForNewcomer, effectOnNewcomer, planEffect } from './plan-effect.js';
export { type OnPublished, publishAccountEvents, publishAllAccountEvents } from './publish-account-events.js';
export { purgeDue } from './purge/purge-due.js';
export { writeEffect } from './write-effect.js';
export { decideCreate } from './decide-create.js';
export { type ReplayOutcome, replayUserRequest, type UserRequest } from './replay/replay-user-request.js';
export { extendedUserResourceType } from './extended-user-resource-type.js';
