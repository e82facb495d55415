import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldText } from '../precis/fold-text.js';
import { stringAttribute } from '../schemas/attribute-builders.js';
import type { AttributeType } from '../schemas/schema.js';
import { comparableValue } from './comparable-value.js';

function compare(type: AttributeType, value: unknown, caseExact = false): unknown {
  return comparableValue(value, { ...stringAttribute('any', 'Any.'), type, caseExact });
}

describe('comparableValue', () => {
  test.each([
    ['folds a string that is not case exact', 'string', 'BJensen', 'bjensen'],
    ['maps full-width characters (RFC 8265 §3.3.2)', 'string', 'Ｊｏｈｎ　Ｄｏｅ', 'john doe'],
    ['composes accents', 'string', 'E\u0301', 'é'],
    ['reads a boolean', 'boolean', true, true],
    ['reads "True" for a boolean (Entra ID)', 'boolean', 'True', true],
    ['reads "false" for a boolean', 'boolean', 'FALSE', false],
    ['reads an instant', 'dateTime', '2011-05-13T04:42:34Z', 1_305_261_754_000],
    ['reads an instant with an offset', 'dateTime', '2011-05-13T06:42:34.5+02:00', 1_305_261_754_500],
    ['reads an instant without a zone as UTC', 'dateTime', '2011-05-13T04:42:34', 1_305_261_754_000],
    ['reads a number', 'integer', 5, 5],
    ['reads a decimal number', 'decimal', 5.5, 5.5],
  ] as const)('%s', (_, type, value, comparable) => {
    expect(compare(type, value)).toBe(comparable);
  });

  test('leaves a case exact string as it is (RFC 7643 §2.2)', () => {
    expect(compare('string', 'E\u0301X', true)).toBe('E\u0301X');
    expect(compare('reference', '../Users/A', true)).toBe('../Users/A');
  });

  test.each([
    ['string', 5],
    ['boolean', 'banana'],
    ['boolean', 1],
    ['integer', '5'],
    ['decimal', true],
    ['dateTime', '2011-05-13'],
    ['dateTime', '2011-13-13T04:42:34Z'],
    ['dateTime', 1_305_261_754_000],
    ['binary', 5],
    ['complex', 'x'],
    ['complex', {}],
  ] as const)('a value of type %s cannot be %j', (type, value) => {
    expect(compare(type, value)).toBeUndefined();
  });
});

describe('foldText', () => {
  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });

  test.each(['İ', 'ΟΔΟΣ', 'ẞ', 'ﾊﾟ', '￣', 'ǅ', 'K'])('folding %s twice is folding it once', text => {
    expect(foldText(foldText(text))).toBe(foldText(text));
  });
});
