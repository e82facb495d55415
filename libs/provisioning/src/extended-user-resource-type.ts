import { parseExtensionSchema, type ResourceType, userResourceType, withExtensions } from '#libs/scim-protocol';

/** User with a connection's own extensions, which are SCIM Schema documents. */
export function extendedUserResourceType(extensions: readonly unknown[]): ResourceType {
  return extensions.length === 0
    ? userResourceType
    : withExtensions(userResourceType, extensions.map(parseExtensionSchema));
}
