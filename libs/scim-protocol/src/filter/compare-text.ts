/**
 * Orders two texts by their code points, as Unicode and databases do: negative, 0 or positive (RFC 7644 §3.4.2.2,
 * "lexicographical"). JavaScript's `<` goes by UTF-16, where an emoji comes before some letters.
 */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = weight(left.charCodeAt(at)) - weight(right.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** What is beyond U+FFFF begins with a surrogate, and comes after all that is not. */
function weight(codeUnit: number): number {
  return (codeUnit & 0xf800) === 0xd800 ? codeUnit + 0x10000 : codeUnit;
}
