const MAX_CHARACTERS = 65_536;

/** Whether a value can be kept as JSON in PostgreSQL, which has neither U+0000 nor halves of surrogate pairs, and is not too large. */
export function isStorable(value: unknown): boolean {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined || json.length > MAX_CHARACTERS) return false;
  let isClean = true;
  JSON.parse(json, (name, part: unknown) => {
    isClean &&= isCleanText(name) && (typeof part !== 'string' || isCleanText(part));
    return part;
  });
  return isClean;
}

function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
