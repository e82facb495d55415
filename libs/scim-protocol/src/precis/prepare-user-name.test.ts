import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparableValue } from '../filter/comparable-value.js';
import { stringAttribute } from '../schemas/attribute-builders.js';
import { prepareUserName } from './prepare-user-name.js';

describe('prepareUserName (RFC 8265 §3.3)', () => {
  test.each([
    ['an e-mail address', 'Ada.Lovelace@Example.com', 'ada.lovelace@example.com'],
    ['plus and apostrophe', "O'Brien+scim@example.com", "o'brien+scim@example.com"],
    ['every printable ASCII character', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
    ['single spaces between parts', 'Ada King Lovelace', 'ada king lovelace'],
    ['full-width letters', 'Ｊｏｈｎ', 'john'],
    ['a full-width space', 'Ａｄａ　Ｋｉｎｇ', 'ada king'],
    ['half-width katakana with a voicing mark', 'ｶﾞ', 'ガ'],
    ['a decomposed accent', 'Andre\u0301', 'andré'],
    ['a composed accent', 'André', 'andré'],
    ['a dotless i, which is a letter of its own', 'ı', 'ı'],
    ['sharp s', 'Straẞe', 'straße'],
    ['a Kelvin sign, whose lower case is k', '\u212a', 'k'],
    ['Greek with a final sigma', 'ΟΔΟΣ', 'οδος'],
    ['Cyrillic', 'Иван@example.com', 'иван@example.com'],
    ['the ideographic zero', '二〇二六', '二〇二六'],
    ['a Katakana middle dot among Katakana', 'アダ・キング', 'アダ・キング'],
    ['a middle dot between two l', 'col·lega', 'col·lega'],
    ['a Greek numeral sign before Greek', '͵α', '͵α'],
    ['a geresh after Hebrew', 'ג׳', 'ג׳'],
    ['a joiner after a virama', 'क्\u200dष', 'क्\u200dष'],
    ['Hebrew', 'דוד', 'דוד'],
    ['Hebrew ending with a digit', 'דוד5', 'דוד5'],
    ['Arabic with Arabic digits', 'محمد٥', 'محمد٥'],
    ['right-to-left and left-to-right parts', 'דוד king', 'דוד king'],
  ])('takes %s', (_, userName, prepared) => {
    expect(prepareUserName(userName)).toBe(prepared);
  });

  test.each([
    ['nothing', '', 'must not be empty'],
    ['a space before', ' ada', 'begin or end with a space'],
    ['a space after', 'ada ', 'begin or end with a space'],
    ['two spaces', 'ada  king', 'two spaces in a row'],
    ['two spaces among others than ASCII', 'adé  king', 'two spaces in a row'],
    ['a control character', 'ada\u0007', 'U+0007'],
    ['a tab', 'ada\tking', 'U+0009'],
    ['an emoji', 'ada😀', 'U+1F600'],
    ['long s, which has a compatibility form', 'ſ', 'U+017F'],
    ['a ligature', 'ﬁona', 'U+FB01'],
    ['a Roman numeral', 'HenryⅣ', 'U+2173'],
    ['a zero width joiner', 'a\u200db', 'U+200D'],
    ['a zero width space', 'ada\u200b', 'U+200B'],
    ['a soft hyphen', 'ada\u00ad', 'U+00AD'],
    ['a no-break space', 'ada\u00a0king', 'U+00A0'],
    ['an en dash', 'ada–king', 'U+2013'],
    ['a lone surrogate', 'ada\ud800', 'U+D800'],
    ['a noncharacter', 'ada\ufdd0', 'U+FDD0'],
    ['an old Hangul Jamo', '\u1113', 'U+1113'],
    ['an Arabic tatweel', 'مـ', 'U+0640'],
    ['a middle dot elsewhere', 'a·b', 'U+00B7'],
    ['a Katakana middle dot without Japanese', 'a・b', 'U+30FB'],
    ['mixed kinds of Arabic digits', 'م٥۵', 'U+0665'],
    ['right-to-left letters after others', 'kingדוד', 'mixes right-to-left'],
    ['other letters after right-to-left ones', 'דודking', 'mixes right-to-left'],
    ['right-to-left text that ends with punctuation', 'דוד!', 'mixes right-to-left'],
    ['European and Arabic digits in right-to-left text', 'م5٥', 'mixes right-to-left'],
  ])('refuses %s, saying so', (_, userName, reason) => {
    expect(() => prepareUserName(userName)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
    expect(() => prepareUserName(userName)).toThrow(reason);
  });

  test('a prepared name is prepared, and is what filters compare (RFC 7644 §7.8)', () => {
    const userNameAttribute = stringAttribute('userName', 'The user name.');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), userName => {
        let prepared;
        try {
          prepared = prepareUserName(userName);
        } catch {
          return;
        }
        expect(prepareUserName(prepared)).toBe(prepared);
        expect(comparableValue(userName, userNameAttribute)).toBe(prepared);
      }),
    );
  });
});
