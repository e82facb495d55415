const LAST_CODE_POINT = 0x10ffff;
const BEFORE_SURROGATES = 0xd7ff;
const AFTER_SURROGATES = 0xe000;

/**
 * The first text, by code points, after all that begin with a prefix; undefined when every text from it on begins with it.
 * So what begins with the prefix is a range, which an index in code point order answers.
 */
export function afterPrefix(prefix: string): string | undefined {
  const characters = Array.from(prefix);
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const codePoint = Number(last.codePointAt(0));
    if (codePoint === LAST_CODE_POINT) continue;
    const next = codePoint === BEFORE_SURROGATES ? AFTER_SURROGATES : codePoint + 1;
    return characters.join('') + String.fromCodePoint(next);
  }
  return undefined;
}
