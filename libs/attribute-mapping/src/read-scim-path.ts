import type { ScimPath } from './attribute-source.js';
import { isObject, toList, toObject, toTexts } from './to-texts.js';

const CORE_USER = 'urn:ietf:params:scim:schemas:core:2.0:user';

/** Gives every value that stands at a path of a SCIM resource. */
export function readScimPath(path: ScimPath, resource: unknown): readonly string[] {
  const { where, subAttribute } = path;
  const elements = toList(findMember(holderOf(path, resource), path.attribute));
  const selected = where
    ? elements.filter(element => equals(findMember(toObject(element), where.subAttribute), where.equals))
    : elements;
  return selected.flatMap(element => {
    // A complex value stands for its `value`, as in RFC 7644 §3.4.2.3.
    if (isObject(element)) return toTexts(findMember(element, subAttribute ?? 'value'));
    return subAttribute === undefined ? toTexts(element) : [];
  });
}

function holderOf({ schema }: ScimPath, resource: unknown): Readonly<Record<string, unknown>> {
  const top = toObject(resource);
  return schema === undefined || schema.toLowerCase() === CORE_USER ? top : toObject(findMember(top, schema));
}

/** RFC 7643 §2.1: letter case of names does not matter. */
function findMember(object: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  const wanted = name.toLowerCase();
  return Object.entries(object).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** `type` and `primary` are compared without regard to letter case; Entra ID sends `"True"`. */
function equals(value: unknown, wanted: string | boolean): boolean {
  return toTexts(value).some(text => text.toLowerCase() === String(wanted).toLowerCase());
}
