import fc, { type Arbitrary } from 'fast-check';

/** Texts that mean something to a layer below: SQL, tsquery, jsonpath, LIKE, JSON, Unicode, JavaScript. */
const MEANINGFUL = [
  '',
  ' ',
  "' OR 1=1 --",
  '"; drop table directory_users; --',
  '$1',
  '$$',
  '?',
  '??',
  ':name',
  '::text',
  '%',
  '_',
  '\\',
  '\\\\',
  "\\'",
  '\\u0000',
  '100%_\\%',
  'a & b',
  'a:*',
  "'a' <-> !b | (c",
  '!',
  '$.a ? (@ like_regex ".*")',
  '@',
  '$[*]',
  '"',
  "''",
  '${x}',
  '<script>',
  '../../etc/passwd',
  '\r\nX-Injected: yes',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'true',
  'False',
  '0',
  '-0',
  '1e400',
  'NaN',
  '2011-05-13T04:42:34Z',
  '2011-13-45T99:99:99Z',
  '+292278994-08-17T07:12:55Z',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb',
  '\ufeff',
  '\ufffe',
  '\u2028',
  '\u202e',
  'İıẞßſKÅ',
  'ﬁﬃ',
  'e\u0301'.normalize('NFC'),
  'e\u0301',
  'Ａ',
  'אב1',
  '١٢٣',
  '👩‍👩‍👧‍👦',
  '\u{10ffff}',
  '\u{1f1e6}',
  'ᄀ'.repeat(30),
  'a' + '\u0301'.repeat(200),
  'x'.repeat(300),
  'ß'.repeat(3000),
] as const;

/** UTF-16 code units, lone surrogates among them. */
const codeUnits: Arbitrary<string> = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map(units => String.fromCharCode(...units));

/** Any text: ordinary, meaningful to something below, whole Unicode, broken Unicode. */
export const text: Arbitrary<string> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('work', 'home', 'Ava', 'ava@example.com', 'a', 'true', 'Lind', 'Crew', 'ordinary'),
  },
  { weight: 4, arbitrary: fc.constantFrom(...MEANINGFUL) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: codeUnits },
);

/** Text that is mostly ordinary, so that what holds a lot of it is not always refused for one odd piece. */
export const mostlyOrdinaryText: Arbitrary<string> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      'work',
      'Ava',
      'Lind',
      'Crew',
      'ordinary',
      'a',
      'true',
      'en-US',
      'İıßſ',
      'אב',
      'x & y:*',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: text },
);

/** A word with some of its letters in the other case: names in SCIM are read without regard to it. */
export function anyLetterCase(words: Arbitrary<string>): Arbitrary<string> {
  const masks = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat() });
  return fc
    .tuple(words, masks)
    .map(([word, mask]) => (mask === 0 ? word : Array.from(word, (letter, at) => swapIf(letter, mask, at)).join('')));
}

function swapIf(letter: string, mask: number, at: number): string {
  if (((mask >> (at % 31)) & 1) === 0) return letter;
  return letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
}

interface TextEdit {
  readonly how: 'delete' | 'insert' | 'double' | 'cut' | 'swap';
  readonly position: number;
  readonly length: number;
  readonly inserted: string;
}

const textEdit: Arbitrary<TextEdit> = fc.record({
  how: fc.constantFrom('delete', 'insert', 'double', 'cut', 'swap'),
  position: fc.nat(100_000),
  length: fc.integer({ min: 1, max: 12 }),
  inserted: fc.oneof(fc.constantFrom('"', '\\', '(', ')', '[', ']', '{', '}', ',', ':', '.', ' ', 'e9999', '-'), text),
});

/** Some text after one to three random edits. */
export function editedText(texts: Arbitrary<string>): Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(textEdit, { minLength: 1, maxLength: 3 }))
    .map(([whole, edits]) => edits.reduce(edit, whole));
}

function edit(whole: string, { how, position, length, inserted }: TextEdit): string {
  const at = position % (whole.length + 1);
  const [before, piece, after] = [whole.slice(0, at), whole.slice(at, at + length), whole.slice(at + length)];
  switch (how) {
    case 'delete':
      return before + after;
    case 'insert':
      return before + inserted + piece + after;
    case 'double':
      return before + piece + piece + after;
    case 'cut':
      return before;
    case 'swap':
      return before + after.slice(0, 1) + piece + after.slice(1);
  }
}

const UNRESERVED = /[\w.~*!'()-]/;

/** Percent-encodes every character that a URL cannot hold; a lone surrogate as the three bytes that are not UTF-8. */
export function percentEncode(whole: string): string {
  let encoded = '';
  for (const character of whole) encoded += UNRESERVED.test(character) ? character : encodeCharacter(character);
  return encoded;
}

function encodeCharacter(character: string): string {
  if (character.isWellFormed()) return encodeURIComponent(character);
  const unit = character.charCodeAt(0);
  return [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]
    .map(byte => `%${byte.toString(16).toUpperCase()}`)
    .join('');
}
