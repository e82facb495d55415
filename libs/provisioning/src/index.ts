export { type LookedUp, accountForNewcomer, planEffect } from './plan-effect.js';
export { type OnPublished, publishAccountEvents, publishAllAccountEvents } from './publish-account-events.js';
export { writeEffect } from './write-effect.js';
