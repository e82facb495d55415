export { type LookedUp, accountForNewcomer, planEffect, writeEffect } from './plan-effect.js';
