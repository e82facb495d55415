import { ScimError } from '../scim-error.js';
import { checkBidiRule } from './check-bidi-rule.js';
import { findForbiddenCharacter } from './find-forbidden-character.js';
import { foldText } from './fold-text.js';

const PRINTABLE_ASCII = /^[!-~]+(?: [!-~]+)*$/;

/**
 * Gives the form of a user name by which it is unique and found: the UsernameCaseMapped profile of PRECIS (RFC 8265 §3.3).
 *
 * Full-width and half-width characters become ordinary ones, upper case becomes lower case, the result is in NFC; then
 * every part between single spaces must consist of characters of the IdentifierClass (RFC 8264 §4.2) and obey the Bidi
 * Rule (RFC 5893 §2). E-mail addresses pass. Keep the submitted form for display.
 *
 * @throws ScimError `invalidValue` saying which character is the problem
 * @example
 * prepareUserName('Ｊｏｈｎ@Example.com'); // 'john@example.com'
 */
export function prepareUserName(userName: string): string {
  const prepared = foldText(userName);
  if (PRINTABLE_ASCII.test(prepared)) return prepared;
  for (const part of prepared.split(' ')) checkPart(part);
  return prepared;
}

function checkPart(part: string): void {
  if (part === '') {
    throw refused('it must not be empty, begin or end with a space, or have two spaces in a row');
  }
  const character = findForbiddenCharacter(part);
  if (character !== undefined) throw refused(`${describe(character)} is not allowed in it`);
  checkBidiRule(part, () => refused('it mixes right-to-left text with other text'));
}

function refused(reason: string): ScimError {
  return ScimError.invalidValue(`"userName" is not a valid user name: ${reason} (RFC 8265).`);
}

function describe(character: string): string {
  const codePoint = Number(character.codePointAt(0)).toString(16).toUpperCase().padStart(4, '0');
  return `the character U+${codePoint}`;
}
