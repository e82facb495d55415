const PREFIX = 'bulkId:';

/**
 * Gives the bulkId that a text refers to, or undefined: `bulkId:x`, or a URI that ends so, such as `../Users/bulkId:x`
 * (RFC 7644 §3.7.2). No other text can be meant, because `bulkId` is reserved (RFC 7643 §3.1).
 */
export function readReference(text: string): string | undefined {
  const at = text.indexOf(PREFIX);
  const isReference = at === 0 || (at > 0 && text[at - 1] === '/' && !/\s/.test(text));
  return isReference ? text.slice(at + PREFIX.length) : undefined;
}

/** Gives the text with the reference in it replaced by the real id. */
export function replaceReference(text: string, bulkId: string, id: string): string {
  return text.slice(0, text.length - bulkId.length - PREFIX.length) + id;
}
