/** JSON objects as they come. */
export type Json = Readonly<Record<string, unknown>>;

/** An operation of a PATCH, read as tolerantly as the service does. */
export interface ReadOperation {
  readonly op: string;
  /** In lower case, without the URN of a core schema. */
  readonly path: string;
  readonly value: unknown;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an attribute, whatever the letter case of its name (RFC 7643 §2.1). */
export function attribute(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  return Object.entries(value).find(([key]) => withoutUrn(key) === name.toLowerCase())?.[1];
}

/** The text of an attribute; undefined when it is none. */
export function textOf(value: unknown, name: string): string | undefined {
  const text = attribute(value, name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The operations of a PatchOp message. */
export function patchOperations(body: unknown): readonly ReadOperation[] {
  const operations = attribute(body, 'Operations');
  if (!Array.isArray(operations)) return [];
  return operations.filter(isObject).map(operation => ({
    op: (textOf(operation, 'op') ?? '').toLowerCase(),
    path: withoutUrn(textOf(operation, 'path') ?? ''),
    value: attribute(operation, 'value'),
  }));
}

/** What a PATCH assigns to an attribute, by a path or in a value without one; undefined when nothing. */
export function assigned(body: unknown, name: string): unknown {
  const values = patchOperations(body)
    .filter(({ op }) => op === 'add' || op === 'replace')
    .map(({ path, value }) => {
      if (path !== '') return path === name.toLowerCase() ? value : undefined;
      return attribute(value, name);
    });
  return values.findLast(value => value !== undefined);
}

/** What stands for true or false, Entra ID's texts too. */
export function asBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string')
    return Array.isArray(value) && value.length === 1 ? asBoolean(unwrapped(value)) : undefined;
  const text = value.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function unwrapped([item]: readonly unknown[]): unknown {
  return isObject(item) ? item['value'] : item;
}

function withoutUrn(name: string): string {
  return name.toLowerCase().replace(/^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/, '');
}
