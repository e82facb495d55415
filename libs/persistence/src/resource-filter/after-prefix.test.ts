import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterPrefix } from './after-prefix.js';
import { texts } from './test/arbitraries.js';

/** By code points, which is the order of their UTF-8 bytes. */
const isBefore = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

it.each([
  ['ab', 'ac'],
  ['a\u{10ffff}', 'b'],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
  ['a😀', 'a😁'],
  ['\u{10ffff}', undefined],
  ['', undefined],
])('after all that begins with %j comes %j', (prefix, next) => {
  expect(afterPrefix(prefix)).toBe(next);
});

it('what begins with a prefix is exactly the range from it up to what comes after', () => {
  const text = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 4 }));
  fc.assert(
    fc.property(text, text, fc.nat(4), (prefix, other, length) => {
      const end = afterPrefix(prefix);
      for (const candidate of [other, prefix + other, Array.from(prefix).slice(0, length).join('') + other]) {
        const isInRange = !isBefore(candidate, prefix) && (end === undefined || isBefore(candidate, end));
        expect(isInRange).toBe(candidate.startsWith(prefix));
      }
    }),
    { seed: 7644, numRuns: 500 },
  );
});
