export { type LookedUp, planEffect, writeEffect } from './plan-effect.js';
