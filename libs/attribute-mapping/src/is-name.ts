/** The longest name of an attribute; Okta's form takes no longer one. */
export const MAX_NAME_LENGTH = 512;

// PostgreSQL cannot hold U+0000 or half a surrogate pair, and nobody means a control character.
const UNWANTED = /[\p{Cc}\p{Cs}]/u;

/** Whether a value can be the name of something that is sent: a text without space around it. */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_NAME_LENGTH) return false;
  return value.trim() === value && !UNWANTED.test(value);
}
