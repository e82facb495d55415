import type { ResolvedAttribute } from '#libs/scim-protocol';

/** Where the value, or the values, of an attribute stand in a search document, below a complex one's sub-attributes. */
export function attributePath({ schema, extension, attribute }: ResolvedAttribute): readonly string[] {
  return extension ? [schema.id, attribute.name] : [attribute.name];
}

/** Names as steps of a JSON path. */
export function jsonPath(names: readonly string[]): string {
  return names.map(name => `.${JSON.stringify(name)}`).join('');
}
