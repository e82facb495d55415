import { ScimError } from '../scim-error.js';
import { includesVersion, readEntityTags } from './read-entity-tags.js';
import type { EntityTags } from './read-entity-tags.js';

/** On which version of a resource a client makes its change depend; on none when empty (RFC 7644 §3.14). */
export interface Precondition {
  readonly ifMatch?: EntityTags;
  readonly ifNoneMatch?: EntityTags;
}

/**
 * Gives the precondition in the headers If-Match and If-None-Match of a change (RFC 7644 §3.14, RFC 9110 §13.1).
 *
 * @throws ScimError `invalidValue` when a header is malformed: ignoring it would make the change unconditional
 * @example
 * parsePrecondition('W/"3", W/"4"'); // { ifMatch: new Set(['3', '4']) }
 */
export function parsePrecondition(ifMatch?: string, ifNoneMatch?: string): Precondition {
  return {
    ...(ifMatch !== undefined && { ifMatch: parseHeader('If-Match', ifMatch) }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch: parseHeader('If-None-Match', ifNoneMatch) }),
  };
}

/**
 * Checks a precondition against the version of a resource that exists; without one, every version will do.
 *
 * @throws ScimError `preconditionFailed`
 */
export function checkPrecondition(precondition: Precondition | undefined, version: number): void {
  const { ifMatch, ifNoneMatch } = precondition ?? {};
  if (ifMatch !== undefined && !includesVersion(ifMatch, version)) {
    throw ScimError.preconditionFailed('The resource has changed since the version named in If-Match.');
  }
  if (ifNoneMatch !== undefined && includesVersion(ifNoneMatch, version)) {
    throw ScimError.preconditionFailed('The resource exists in a version named in If-None-Match.');
  }
}

function parseHeader(name: string, header: string): EntityTags {
  const tags = readEntityTags(header);
  if (tags !== undefined) return tags;
  throw ScimError.invalidValue(`The header ${name} must be * or a list of entity tags such as W/"1".`);
}
