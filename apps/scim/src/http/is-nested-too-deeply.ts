/** Nothing in SCIM nests deeper than a dozen levels: a value in a PATCH in a bulk request. */
export const MAX_NESTING = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);

/**
 * Whether JSON in UTF-8 nests deeper than {@link MAX_NESTING}. A hundred thousand levels are quickly sent, and take tens of
 * milliseconds to read and to look through, in which nobody else is answered.
 */
export function isNestedTooDeeply(json: Uint8Array): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] as number;
    if (isInString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (OPENS.has(byte) && ++depth > MAX_NESTING) return true;
    else if (CLOSES.has(byte)) depth--;
  }
  return false;
}
