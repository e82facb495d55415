export { type DirectoryChange, type LookedUp, planEffect, type PlannedEffect, writeEffect } from './plan-effect.js';
