export { restoreHold } from './holds/restore-hold.js';
export type { AccountEffect } from './account-effect.js';
export { type LookedUp, accountForNewcomer, effectOnNewcomer, planEffect } from './plan-effect.js';
export { type OnPublished, publishAccountEvents, publishAllAccountEvents } from './publish-account-events.js';
export { purgeDue } from './purge/purge-due.js';
export { writeEffect } from './write-effect.js';
