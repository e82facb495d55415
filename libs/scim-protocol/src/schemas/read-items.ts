import { findMember } from '../resource/find-member.js';
import { isObject } from '../resource/is-object.js';
import { ScimError } from '../scim-error.js';

/** A JSON object in a Schema document. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** An attribute in a Schema document, not yet parsed, and where it stands. */
export interface DocumentItem {
  readonly item: JsonObject;
  readonly where: string;
}

/**
 * Gives the attributes in a list of a Schema document.
 *
 * @throws ScimError `invalidValue` when there are none, one is no object, or two have the same name
 */
export function readItems(document: JsonObject, name: string, where: string): readonly DocumentItem[] {
  const list = findMember(document, name);
  if (!Array.isArray(list) || list.length === 0) {
    throw ScimError.invalidValue(`"${where}" must be a list of at least one attribute.`);
  }
  const items = (list as readonly unknown[]).map((item, index) => {
    const here = `${where}[${index}]`;
    if (isObject(item)) return { item, where: here };
    throw ScimError.invalidValue(`"${here}" must be a JSON object.`);
  });
  checkUnique(items);
  return items;
}

function checkUnique(items: readonly DocumentItem[]): void {
  const seen = new Set<string>();
  for (const { item, where } of items) {
    const name = String(findMember(item, 'name')).toLowerCase();
    // RFC 7643 §2.1: names are told apart without regard to letter case.
    if (seen.has(name)) throw ScimError.invalidValue(`"${where}.name" repeats a name.`);
    seen.add(name);
  }
}
