import { prepareUserName } from '#libs/scim-protocol';

/**
 * The form of a login by which it is unique and found: prepared like a userName (RFC 8265 §3.3).
 * @throws ScimError `invalidValue`
 */
export function loginKeyOf(login: string): string {
  return prepareUserName(login);
}

/** Whether a text can be a login at all. */
export function isLogin(text: string): boolean {
  try {
    prepareUserName(text);
    return true;
  } catch {
    return false;
  }
}
