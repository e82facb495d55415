import { comparableValue } from '../filter/comparable-value.js';
import { canonicalText } from '../resource/canonical-text.js';
import { parseElement, toItems } from '../resource/parse-value.js';
import type { ScimObject, ScimValue } from '../resource/scim-attributes.js';
import { findAttribute } from '../schemas/find-attribute.js';
import type { Attribute } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';

/**
 * Removes the values that a `remove` lists in its `value`, and only those (Entra ID, authentik).
 *
 * A listed value is known by its `value`, together with its `type` when it gives one; without a `value`, by all it gives.
 *
 * @throws ScimError `invalidValue` unless `removesListedValues`: RFC 7644 §3.5.2.2 gives `value` no meaning, and ignoring
 * it would remove everything
 */
export function removeListed(
  elements: readonly ScimValue[],
  attribute: Attribute,
  value: unknown,
  tolerances: Tolerances,
): readonly ScimValue[] {
  checkListedRemoval(attribute, tolerances);
  const keysOf = elementKeys(attribute);
  const items = toItems(
    value,
    attribute,
    { ...tolerances, singleObjectAsArray: true, bareValues: true },
    attribute.name,
  );
  const listed = new Set(
    items.flatMap(item => {
      const element = parseElement(item, attribute, tolerances, attribute.name);
      return element === undefined ? [] : [keysOf(element).at(-1)];
    }),
  );
  return elements.filter(element => !keysOf(element).some(key => listed.has(key)));
}

/** Refuses a `remove` with a `value`, unless that is tolerated; see `removeListed`. */
export function checkListedRemoval(attribute: Attribute, tolerances: Tolerances): void {
  if (tolerances.removesListedValues) return;
  throw ScimError.invalidValue(`"remove" takes no value: select the values of "${attribute.name}" with a filter.`);
}

/** Gives the texts by which a value can be listed, the most precise last. */
function elementKeys(attribute: Attribute): (element: ScimValue) => readonly string[] {
  if (attribute.type !== 'complex') return element => [String(comparableValue(element, attribute))];
  const valueAttribute = findAttribute(attribute.subAttributes, 'value');
  const typeAttribute = findAttribute(attribute.subAttributes, 'type');
  return element => {
    const { value, type } = element as ScimObject;
    if (valueAttribute === undefined || value === undefined) return [canonicalText(element)];
    const key = String(comparableValue(value, valueAttribute));
    if (typeAttribute === undefined || type === undefined) return [key];
    return [key, `${key}\n${comparableValue(type, typeAttribute)}`];
  };
}
