import { ScimError } from '#libs/scim-protocol';

/** The 405 of an endpoint that exists but has no such method. */
export function onlyMethods(...allow: string[]): ScimError {
  return ScimError.methodNotAllowed(`This SCIM endpoint answers ${allow.join(', ')} only.`, { allow });
}
