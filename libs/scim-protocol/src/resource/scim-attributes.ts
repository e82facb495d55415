/** Any value an attribute can hold; "unassigned" is the absence of the key, never `null` (RFC 7643 §2.5). */
export type ScimValue = string | number | boolean | ScimObject | readonly ScimValue[];

/** A JSON object of SCIM values: a resource as it travels, a complex value, or an extension container. */
export interface ScimObject {
  readonly [name: string]: ScimValue;
}

/**
 * The client-owned attributes of a resource in canonical wire form (RFC 7643 §3).
 *
 * Canonical letter case, no `schemas`, `id`, `meta` or other read-only attributes; each extension's attributes sit in a
 * container named by its URN; what is unassigned is absent.
 */
export type ScimAttributes = ScimObject;
