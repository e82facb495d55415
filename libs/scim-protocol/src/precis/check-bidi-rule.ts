// Regular expressions know no Bidi_Class. Letters of the right-to-left blocks are R or AL, all other letters L.
const RIGHT_TO_LEFT_LETTER =
  /[\p{L}&&[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]]/v;
const LEFT_TO_RIGHT_LETTER =
  /[[\p{L}\p{Mc}]--[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]]/v;
// The Hebrew geresh and gershayim are R too, though not letters.
const ENDS_WITH_LETTER_OR_DIGIT = /[\p{L}\p{Nd}\u05f3\u05f4]\p{Mn}*$/u;
const EUROPEAN_DIGIT = /[0-9\u06f0-\u06f9]/;
const ARABIC_DIGIT = /[\u0660-\u0669]/;

/**
 * Checks a text by the Bidi Rule (RFC 5893 §2), which concerns only texts with right-to-left letters: they begin with one,
 * have no left-to-right letters, end with a letter or digit, and use one kind of digits.
 */
export function checkBidiRule(text: string, problem: () => Error): void {
  if (!RIGHT_TO_LEFT_LETTER.test(text)) return;
  const obeys =
    text.search(RIGHT_TO_LEFT_LETTER) === 0 &&
    !LEFT_TO_RIGHT_LETTER.test(text) &&
    ENDS_WITH_LETTER_OR_DIGIT.test(text) &&
    !(EUROPEAN_DIGIT.test(text) && ARABIC_DIGIT.test(text));
  if (!obeys) throw problem();
}
