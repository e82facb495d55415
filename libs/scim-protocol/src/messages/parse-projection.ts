import type { AttributePath } from '../path/attribute-path.js';
import { readAttributePath } from '../path/parse-attribute-path.js';
import type { Projection } from '../resource/projection.js';
import { ScimError } from '../scim-error.js';
import { readParameter } from './read-parameter.js';

/**
 * Gives the `attributes` or `excludedAttributes` of any request that answers with a resource (RFC 7644 §3.9).
 *
 * @throws ScimError `invalidValue` when both are given, or one holds what cannot be an attribute name
 */
export function parseProjection(query: Readonly<Record<string, unknown>>): Projection {
  return toProjection(
    readParameter(query, 'attributes')?.split(','),
    readParameter(query, 'excludedAttributes')?.split(','),
  );
}

/** Gives a projection from lists of names; a list without names counts as absent. */
export function toProjection(attributes?: readonly string[], excludedAttributes?: readonly string[]): Projection {
  const included = toPaths('attributes', attributes);
  const excluded = toPaths('excludedAttributes', excludedAttributes);
  if (included !== undefined && excluded !== undefined) {
    throw ScimError.invalidValue('"attributes" and "excludedAttributes" exclude each other.');
  }
  return {
    ...(included !== undefined && { attributes: included }),
    ...(excluded !== undefined && { excludedAttributes: excluded }),
  };
}

/** Gives the attribute path in a parameter, or throws `invalidValue` naming the parameter. */
export function toAttributePath(parameter: string, text: string): AttributePath {
  const path = readAttributePath(text);
  if (path !== undefined) return path;
  throw ScimError.invalidValue(`"${parameter}" holds ${JSON.stringify(text)}, which is not an attribute name.`);
}

function toPaths(parameter: string, names: readonly string[] = []): readonly AttributePath[] | undefined {
  const given = names.map(name => name.trim()).filter(name => name !== '');
  return given.length === 0 ? undefined : given.map(name => toAttributePath(parameter, name));
}
