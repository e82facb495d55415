import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { isPrimary } from './is-primary.js';
import type { ScimValue } from './scim-attributes.js';

/**
 * Leaves at most one value primary: the one just touched wins over those that were there (RFC 7644 §3.5.2).
 *
 * @throws ScimError `invalidValue` when several touched values are primary, unless the first is to be kept
 */
export function settlePrimary(
  elements: readonly ScimValue[],
  touched: ReadonlySet<ScimValue>,
  tolerances: Tolerances,
  name: string,
): readonly ScimValue[] {
  const [winner, rival] = elements.filter(element => isPrimary(element) && touched.has(element));
  if (winner === undefined) return elements;
  if (rival !== undefined && !tolerances.keepsFirstPrimary) {
    throw ScimError.invalidValue(`"${name}" has more than one value marked primary.`);
  }
  return elements.map(element => {
    return element !== winner && isPrimary(element) ? { ...element, primary: false } : element;
  });
}
