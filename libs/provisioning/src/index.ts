export { type LookedUp, accountForNewcomer, planEffect } from './plan-effect.js';
export { writeEffect } from './write-effect.js';
