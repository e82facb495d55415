import { expect, test } from 'vitest';
import { compareText } from './compare-text.js';

test('texts are ordered by code points, not by UTF-16 (RFC 7644 §3.4.2.2)', () => {
  const ordered = [
    '',
    'A',
    'B',
    'a',
    'aa',
    'ab',
    'é',
    '\ud7ff',
    '\ue000',
    '\uff21',
    '\uffff',
    '😀',
    '😀a',
    '😁',
    '\u{10ffff}',
  ];
  expect(ordered.toReversed().toSorted(compareText)).toEqual(ordered);
});

test('equal texts are equal', () => {
  expect(compareText('Ada 😀', 'Ada 😀')).toBe(0);
});
