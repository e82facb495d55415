import type { ScimObject, ScimValue } from './scim-attributes.js';

/** Tells a JSON object from a list, a scalar and nothing. */
export function isObject(value: ScimValue | undefined): value is ScimObject;
export function isObject(value: unknown): value is Readonly<Record<string, unknown>>;
export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
