import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillIn, type KnownValues } from './placeholders.ts';
import { percentEncode, text } from './text.ts';

describe('percentEncode', () => {
  it('gives what encodeURIComponent gives, for text that is Unicode', () => {
    fc.assert(
      fc.property(text, value => {
        fc.pre(value.isWellFormed());
        expect(percentEncode(value)).toBe(encodeURIComponent(value));
      }),
    );
  });

  it('gives a lone surrogate as the bytes that are not UTF-8', () => {
    expect(percentEncode('a\ud800')).toBe('a%ED%A0%80');
    expect(percentEncode('\udfff')).toBe('%ED%BF%BF');
  });
});

describe('fillIn', () => {
  const known: KnownValues = { idOf: (kind, slot) => `${kind}${slot}`, cursor: 'AbC=' };

  it.each([
    ['/Users/__user-3__?a=__group-11__', '/Users/user3?a=group11'],
    ['members[value eq "__user-0__"]', 'members[value eq "user0"]'],
    ['cursor=__cursor-whole-5__', 'cursor=AbC%3D'],
    ['cursor=__cursor-cut-2__', 'cursor=Ab'],
    ['cursor=__cursor-flip-0__', 'cursor=BbC%3D'],
    ['cursor=__cursor-flip-5__', 'cursor=AAC%3D'],
    ['cursor=__cursor-twice-0__', 'cursor=AbC%3DAbC%3D'],
    ['cursor=__cursor-upper-0__', 'cursor=ABC%3D'],
    ['{"__proto__":1}', '{"__proto__":1}'],
  ])('%s becomes %s', (template, expected) => {
    expect(fillIn(template, known)).toBe(expected);
  });

  it('tampers with a cursor nobody has given out yet', () => {
    expect(fillIn('cursor=__cursor-flip-9__', { ...known, cursor: '' })).toBe('cursor=A');
  });
});
