import { ScimError } from '../scim-error.js';

/**
 * Gives a query parameter, whatever the letter case of its name, or undefined.
 *
 * @throws ScimError `invalidValue` when it is repeated or not a plain string
 */
export function readParameter(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const lower = name.toLowerCase();
  const [value, ...others] = Object.entries(query).flatMap(([key, given]) => {
    return key.toLowerCase() === lower && given !== undefined ? [given] : [];
  });
  if (value === undefined) return undefined;
  if (typeof value === 'string' && others.length === 0) return value;
  throw ScimError.invalidValue(`The parameter "${name}" must be given once, as plain text.`);
}
