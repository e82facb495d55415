// RFC 8264 §9.6 and RFC 5892 §2.6: exceptions, both ways.
const ALWAYS = /^[ßς۽۾་〇]$/u;
const NEVER = /^[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]$/u;

// RFC 8264 §9.1 LetterDigits and §9.11 ASCII7.
const LETTER_OR_DIGIT = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}!-~]$/u;
// RFC 8264 §9.13 PrecisIgnorableProperties and §9.9 OldHangulJamo.
const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]$/u;
const OLD_HANGUL_JAMO = /^[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/u;

// RFC 5892 Appendix A: characters that are allowed only next to certain others. Joiners are allowed after the virama of
// the larger Indic scripts only; the rule about joining types needs data that regular expressions do not have.
const IN_CONTEXT: readonly RegExp[] = [
  /(?<=[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca])[\u200c\u200d]/gu,
  /(?<=l)\u00b7(?=l)/gu,
  /\u0375(?=\p{Script=Greek})/gu,
  /(?<=\p{Script=Hebrew})[\u05f3\u05f4]/gu,
];
const KATAKANA_MIDDLE_DOT = /\u30fb/gu;
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;
const ARABIC_INDIC_DIGIT = /[\u0660-\u0669]/u;
const EXTENDED_ARABIC_INDIC_DIGIT = /[\u06f0-\u06f9]/u;

/** Gives the first character that the IdentifierClass does not allow where it stands, or undefined (RFC 8264 §4.2, §8). */
export function findForbiddenCharacter(text: string): string | undefined {
  return Array.from(withoutContextual(text)).find(character => !isAllowed(character)) ?? findMixedDigit(text);
}

function withoutContextual(text: string): string {
  const rest = IN_CONTEXT.reduce((left, pattern) => left.replace(pattern, ''), text);
  return JAPANESE.test(rest) ? rest.replace(KATAKANA_MIDDLE_DOT, '') : rest;
}

function isAllowed(character: string): boolean {
  if (ALWAYS.test(character)) return true;
  const excluded = NEVER.test(character) || IGNORABLE.test(character) || OLD_HANGUL_JAMO.test(character);
  // RFC 8264 §9.17 HasCompat: what NFKC would change stands for something else.
  return !excluded && LETTER_OR_DIGIT.test(character) && character.normalize('NFKC') === character;
}

function findMixedDigit(text: string): string | undefined {
  const [digit] = ARABIC_INDIC_DIGIT.exec(text) ?? [];
  return EXTENDED_ARABIC_INDIC_DIGIT.test(text) ? digit : undefined;
}
