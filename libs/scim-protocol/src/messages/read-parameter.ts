import { ScimError } from '../scim-error.js';

/**
 * Gives a query parameter, whatever the letter case of its name, or undefined.
 *
 * @throws ScimError `invalidValue` when it is repeated or not a plain string
 */
export function readParameter(query: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const lower = name.toLowerCase();
  // `filter[]=…` and `filter[x]=…` are how some clients repeat a parameter; ignoring them would ignore a filter.
  const given = Object.entries(query).filter(([key]) => key.toLowerCase().split('[')[0] === lower);
  const [first] = given;
  if (first === undefined || first[1] === undefined) return undefined;
  const [key, value] = first;
  if (typeof value === 'string' && given.length === 1 && !key.includes('[')) return value;
  throw ScimError.invalidValue(`The parameter "${name}" must be given once, as plain text.`);
}
