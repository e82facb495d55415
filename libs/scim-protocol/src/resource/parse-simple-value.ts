import { readBoolean } from '../filter/read-boolean.js';
import { readInstant } from '../filter/read-instant.js';
import { hasEndlessMarks } from '../precis/has-endless-marks.js';
import type { Attribute, AttributeType } from '../schemas/schema.js';
import { checkForm } from './check-form.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';

type SimpleType = Exclude<AttributeType, 'complex'>;
type SimpleValue = string | number | boolean;

// RFC 7643 §2.3.6: base64 of RFC 4648 §4, whose padding may be omitted.
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}(?:==)?|[A-Za-z\d+/]{3}=?)?$/;

// RFC 7643 §2.3.3: a number as JSON writes it.
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const ACCEPTS: Readonly<Record<SimpleType, (value: unknown) => boolean>> = {
  string: isText,
  reference: isText,
  boolean: value => typeof value === 'boolean',
  integer: value => Number.isInteger(value),
  decimal: value => Number.isFinite(value),
  dateTime: value => typeof value === 'string' && readInstant(value) !== undefined,
  binary: value => typeof value === 'string' && BASE64.test(value),
};

/**
 * Gives a value of a simple attribute, untransformed (RFC 7643 §2.3).
 *
 * @throws ScimError `invalidValue` when it is not of the attribute's type; `invalidSyntax` when it is a list or an object
 */
export function parseSimpleValue(
  value: unknown,
  attribute: Attribute,
  tolerances: Tolerances,
  name: string,
): SimpleValue {
  const type = attribute.type as SimpleType;
  const read = typeof value === 'string' ? readText(value, type, tolerances) : value;
  if (ACCEPTS[type](read)) {
    if (!tolerances.looseFormats && typeof read === 'string') checkForm(read, attribute, name);
    return read as SimpleValue;
  }
  if (typeof value === 'object') throw ScimError.invalidSyntax(`"${name}" takes a single ${type}.`);
  throw ScimError.invalidValue(`"${name}" takes a ${type}${wellFormedHint(value)}.`);
}

/** Gives what a string stands for where a client spells other types as text. */
function readText(text: string, type: SimpleType, tolerances: Tolerances): SimpleValue {
  if (type === 'boolean' && tolerances.booleanStrings) return readBoolean(text) ?? text;
  const isNumber = (type === 'integer' || type === 'decimal') && tolerances.numericStrings && NUMBER.test(text);
  return isNumber ? Number(text) : text;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0') && !hasEndlessMarks(value);
}

function wellFormedHint(value: unknown): string {
  return typeof value === 'string' && !isText(value)
    ? ' without lone surrogates, U+0000 or more than 30 combining marks in a row'
    : '';
}
