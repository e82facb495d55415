export type { AccountEffect } from './account-effect.js';
export { type LookedUp, accountForNewcomer, effectOnNewcomer, planEffect } from './plan-effect.js';
export { type OnPublished, publishAccountEvents, publishAllAccountEvents } from './publish-account-events.js';
export { writeEffect } from './write-effect.js';
