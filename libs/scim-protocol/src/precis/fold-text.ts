import { hasEndlessMarks } from './has-endless-marks.js';

const PRINTABLE_ASCII = /^[ -~]*$/;
const WIDE_OR_NARROW = /[\u3000\uff01-\uffee]/g;

/**
 * Gives the form in which strings that are not case exact are compared and indexed.
 *
 * The mapping rules of RFC 8265 §3.3.2, in their order: full-width and half-width characters become ordinary ones, upper
 * case becomes lower case, and the result is in NFC. So for every valid user name it equals `prepareUserName`.
 */
export function foldText(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase();
  // No stored value is such a text, so in a filter it only must not be found.
  if (hasEndlessMarks(text)) return text;
  return text
    .replace(WIDE_OR_NARROW, character => character.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC');
}
