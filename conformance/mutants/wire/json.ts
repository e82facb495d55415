import type { Json, JsonObject } from '../../runner/profile/exchange.ts';
import { isList, isObject } from '../../runner/template.ts';

/** A body as a JSON object; an empty one when it is something else. */
export function objectIn(body: string): JsonObject {
  try {
    const json = JSON.parse(body) as Json;
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
}

/** The elements of a list; none, when it is something else. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

/** The objects in a list. */
export function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return elementsOf(value).filter(isObject);
}

/** An attribute that is text; empty when it is something else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Without some of its keys. */
export function without(object: JsonObject, isUnwanted: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !isUnwanted(key)));
}
