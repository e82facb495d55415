import { findMember } from '../resource/find-member.js';
import { ScimError } from '../scim-error.js';
import { readItems } from './read-items.js';
import type { JsonObject } from './read-items.js';
import type { Attribute, AttributeType } from './schema.js';

// RFC 7643 §2.1 ATTRNAME; "$ref" is a name by its own words (§2.4).
const NAME = /^(?:[a-z][\w$-]{0,99}|\$ref)$/i;

const TYPES: readonly AttributeType[] = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
];
const MUTABILITIES: readonly Attribute['mutability'][] = ['readWrite', 'readOnly', 'immutable', 'writeOnly'];
const RETURNED: readonly Attribute['returned'][] = ['default', 'always', 'never', 'request'];
const UNIQUENESS: readonly Attribute['uniqueness'][] = ['none', 'server', 'global'];

/**
 * Gives an attribute of a Schema document with all its characteristics (RFC 7643 §2.2, §7).
 *
 * @throws ScimError `invalidValue` naming the member after `where`
 */
export function parseAttribute(item: JsonObject, where: string): Attribute {
  const type = readKeyword(item, 'type', TYPES, where);
  const mutability = readKeyword(item, 'mutability', MUTABILITIES, where);
  const returned = readReturned(item, mutability, where);
  const subAttributes = parseSubAttributes(item, type, where);
  return {
    name: readName(item, where),
    type,
    multiValued: readFlag(item, 'multiValued', where),
    description: readText(item, 'description', `${where}.description`) ?? '',
    required: readRequired(item, returned, where),
    // RFC 7643 §2.3.6 and §2.3.7: binary data and references are case exact, whatever a document says.
    caseExact: type === 'binary' || type === 'reference' || readFlag(item, 'caseExact', where),
    mutability,
    returned,
    uniqueness: readKeyword(item, 'uniqueness', UNIQUENESS, where),
    ...readTexts(item, 'canonicalValues', where),
    ...readTexts(item, 'referenceTypes', where),
    ...(subAttributes !== undefined && { subAttributes }),
  };
}

/** Gives a text in a Schema document, or undefined when there is none. */
export function readText(document: JsonObject, name: string, where: string): string | undefined {
  const text = findMember(document, name) ?? undefined;
  if (text === undefined || (typeof text === 'string' && text.isWellFormed() && text.length <= 1000)) return text;
  throw ScimError.invalidValue(`"${where}" must be a text of at most 1000 characters.`);
}

function readName(item: JsonObject, where: string): string {
  const name = findMember(item, 'name');
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw ScimError.invalidValue(
      `"${where}.name" must begin with a letter and have only letters, digits, "$", "-" and "_".`,
    );
  }
  // A JSON object seems to have these before anybody has given it any.
  if (name in {}) throw ScimError.invalidValue(`"${where}.name" must not be "${name}".`);
  return name;
}

/** The first of the words is the default. */
function readKeyword<T extends string>(item: JsonObject, name: string, words: readonly T[], where: string): T {
  const given = findMember(item, name) ?? words[0];
  const lower = typeof given === 'string' ? given.toLowerCase() : given;
  const word = words.find(known => known.toLowerCase() === lower);
  if (word !== undefined) return word;
  throw ScimError.invalidValue(`"${where}.${name}" must be one of ${words.join(', ')}.`);
}

function readFlag(item: JsonObject, name: string, where: string): boolean {
  const flag = findMember(item, name) ?? false;
  if (typeof flag === 'boolean') return flag;
  throw ScimError.invalidValue(`"${where}.${name}" must be true or false.`);
}

// RFC 7643 §7: values of what is writeOnly "SHALL NOT be returned".
function readReturned(item: JsonObject, mutability: Attribute['mutability'], where: string): Attribute['returned'] {
  if (mutability !== 'writeOnly') return readKeyword(item, 'returned', RETURNED, where);
  const returned =
    findMember(item, 'returned') === undefined ? 'never' : readKeyword(item, 'returned', RETURNED, where);
  if (returned === 'never') return returned;
  throw ScimError.invalidValue(`"${where}.returned" must be never, because the attribute is writeOnly.`);
}

function readRequired(item: JsonObject, returned: Attribute['returned'], where: string): boolean {
  const required = readFlag(item, 'required', where);
  if (!required || returned !== 'never') return required;
  throw ScimError.invalidValue(`"${where}.required" must be false, because what is never returned is not kept.`);
}

function readTexts(
  item: JsonObject,
  name: 'canonicalValues' | 'referenceTypes',
  where: string,
): Pick<Attribute, 'canonicalValues' | 'referenceTypes'> {
  const list: unknown = findMember(item, name) ?? [];
  if (!Array.isArray(list) || !list.every(text => typeof text === 'string' && text.isWellFormed())) {
    throw ScimError.invalidValue(`"${where}.${name}" must be a list of texts.`);
  }
  return list.length === 0 ? {} : { [name]: list as readonly string[] };
}

function parseSubAttributes(item: JsonObject, type: AttributeType, where: string): readonly Attribute[] | undefined {
  const list = findMember(item, 'subAttributes') ?? [];
  if (type === 'complex') {
    return readItems(item, 'subAttributes', `${where}.subAttributes`).map(sub =>
      parseSubAttribute(sub.item, sub.where),
    );
  }
  if (Array.isArray(list) && list.length === 0) return undefined;
  throw ScimError.invalidValue(`"${where}.subAttributes" is only for attributes of type complex.`);
}

function parseSubAttribute(item: JsonObject, where: string): Attribute {
  // RFC 7643 §2.3.8: "A complex attribute MUST NOT contain sub-attributes that have sub-attributes".
  if (readKeyword(item, 'type', TYPES, where) === 'complex') {
    throw ScimError.invalidValue(`"${where}.type" must not be complex, because sub-attributes have none of their own.`);
  }
  if (readFlag(item, 'multiValued', where)) {
    throw ScimError.invalidValue(`"${where}.multiValued" must be false: sub-attributes have one value here.`);
  }
  return parseAttribute(item, where);
}
