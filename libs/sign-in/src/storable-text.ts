/** A text that PostgreSQL stores: it takes neither U+0000 nor halves of characters. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
