import type { Attribute, AttributeType } from './schema.js';

/** Characteristics that differ from the defaults of RFC 7643 §2.2. */
export type Characteristics = Partial<Omit<Attribute, 'name' | 'type' | 'description'>>;

function attribute(type: AttributeType, name: string, description: string, differing: Characteristics): Attribute {
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...differing,
  };
}

export function stringAttribute(name: string, description: string, differing: Characteristics = {}): Attribute {
  return attribute('string', name, description, differing);
}

export function booleanAttribute(name: string, description: string): Attribute {
  return attribute('boolean', name, description, {});
}

/** Case exact, because RFC 7643 §2.3.6 says so of binary data whatever the schema samples print. */
export function binaryAttribute(name: string, description: string): Attribute {
  return attribute('binary', name, description, { caseExact: true });
}

/** Case exact, because RFC 7643 §2.3.7 says so of references whatever the schema samples print. */
export function referenceAttribute(
  name: string,
  description: string,
  referenceTypes: readonly string[],
  differing: Characteristics = {},
): Attribute {
  return attribute('reference', name, description, { caseExact: true, referenceTypes, ...differing });
}

export function dateTimeAttribute(name: string, description: string, differing: Characteristics): Attribute {
  return attribute('dateTime', name, description, differing);
}

export function complexAttribute(
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  differing: Characteristics = {},
): Attribute {
  return attribute('complex', name, description, { ...differing, subAttributes });
}

/** A multi-valued complex attribute with the default sub-attributes of RFC 7643 §2.4 around its `value`. */
export function multiValuedAttribute(
  name: string,
  description: string,
  value: Attribute,
  types?: readonly string[],
): Attribute {
  const subAttributes = [
    value,
    stringAttribute('display', 'A human-readable name of the value, for display only.'),
    typeAttribute(types),
    primaryAttribute(),
  ];
  return complexAttribute(name, description, subAttributes, { multiValued: true });
}

export function typeAttribute(types?: readonly string[]): Attribute {
  return stringAttribute('type', 'What the value is used for.', types && { canonicalValues: types });
}

export function primaryAttribute(): Attribute {
  return booleanAttribute('primary', 'Whether this is the preferred value; true for at most one of them.');
}
