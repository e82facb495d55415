import { ScimError } from '../scim-error.js';

/**
 * Gives a query parameter, whatever the letter case of its name, or undefined.
 *
 * @throws ScimError `invalidValue` when it is repeated or not a plain string
 */
export function readParameter(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const lower = name.toLowerCase();
  const [key, ...others] = Object.keys(query).filter(given => isNamed(given, lower));
  const value = key === undefined ? undefined : query[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && others.length === 0 && key?.length === lower.length) return value;
  throw ScimError.invalidValue(`The parameter "${name}" must be given once, as plain text.`);
}

/** `filter[]=…` and `filter[x]=…` are how some clients repeat a parameter; ignoring them would ignore a filter. */
function isNamed(key: string, lower: string): boolean {
  if (key.length < lower.length || (key.length > lower.length && key[lower.length] !== '[')) return false;
  return key.slice(0, lower.length).toLowerCase() === lower;
}
