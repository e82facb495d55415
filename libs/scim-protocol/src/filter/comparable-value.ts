import { foldText } from '../precis/fold-text.js';
import type { Attribute } from '../schemas/schema.js';
import { readBoolean } from './read-boolean.js';
import { readInstant } from './read-instant.js';

/** A value in the form in which values of its attribute are compared and indexed. */
export type ComparableValue = string | number | boolean;

/**
 * Gives the form in which a value of a simple attribute is compared, or undefined when it cannot be one of its values.
 *
 * Strings that are case exact stay as they are, others are width-mapped, lower-cased and in NFC (RFC 7644 §7.8, RFC 8265);
 * dateTimes become milliseconds since 1970; the strings "true" and "false", in any case, are booleans where the attribute
 * is (Entra ID's `primary eq "True"`). A database that indexes values must store exactly this form.
 */
export function comparableValue(value: unknown, attribute: Attribute): ComparableValue | undefined {
  if (attribute.type === 'boolean') return readBoolean(value);
  if (attribute.type === 'integer' || attribute.type === 'decimal')
    return typeof value === 'number' ? value : undefined;
  if (attribute.type === 'complex' || typeof value !== 'string') return undefined;
  if (attribute.type === 'dateTime') return readInstant(value);
  return attribute.caseExact ? value : foldText(value);
}
