// UAX #15, Stream-Safe Text Format: no text of any language has more than 30 combining marks in a row.
const ENDLESS_MARKS = /\p{M}{31}/u;

/** Tells whether a text stacks so many combining marks that bringing it into NFC would take quadratic time. */
export function hasEndlessMarks(text: string): boolean {
  return text.length > 30 && ENDLESS_MARKS.test(text);
}
