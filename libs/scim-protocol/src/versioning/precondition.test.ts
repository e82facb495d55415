import { describe, expect, test } from 'vitest';
import { toEntityTag } from './entity-tag.js';
import { checkPrecondition, parsePrecondition } from './precondition.js';

test('the entity tag of a version is weak (RFC 7644 §3.14)', () => {
  expect(toEntityTag(12)).toBe('W/"12"');
  expect(toEntityTag(12, 'x1')).toBe('W/"12-x1"');
});

describe('If-Match and If-None-Match (RFC 7644 §3.14, RFC 9110 §13.1)', () => {
  test.each([
    ['W/"3"', true],
    ['"3"', true],
    ['*', true],
    [' * ', true],
    ['W/"2", W/"3"', true],
    ['W/"2","3",', true],
    [', ,\tW/"3" ', true],
    ['W/"a,b", W/"3"', true],
    ['W/"3-x1"', true],
    ['W/"2", W/"3-"', true],
    ['W/"33"', false],
    ['W/"33-x1"', false],
    ['W/"13-3"', false],
    ['W/"1", "2"', false],
    ['""', false],
    ['W/"3 "', undefined],
    ['w/"3"', undefined],
    ['W/3', undefined],
    ['3', undefined],
    ['W/"3" W/"4"', undefined],
    ['W/"3', undefined],
    ['"3"x', undefined],
    ['*, "3"', undefined],
    ['', undefined],
    [' , ', undefined],
  ])('%j names version 3: %s', (header, names) => {
    if (names === undefined) {
      expect(() => parsePrecondition(header)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
      expect(() => parsePrecondition(undefined, header)).toThrow('If-None-Match');
      return;
    }
    const failed = expect.objectContaining({ code: 'preconditionFailed', status: 412 });
    const ifMatch = () => checkPrecondition(parsePrecondition(header), 3);
    const ifNoneMatch = () => checkPrecondition(parsePrecondition(undefined, header), 3);
    if (names) expect(ifMatch).not.toThrow();
    else expect(ifMatch).toThrow(failed);
    if (names) expect(ifNoneMatch).toThrow(failed);
    else expect(ifNoneMatch).not.toThrow();
  });

  test('both must hold', () => {
    expect(() => checkPrecondition(parsePrecondition('W/"3"', 'W/"2"'), 3)).not.toThrow();
    expect(() => checkPrecondition(parsePrecondition('W/"3"', 'W/"3"'), 3)).toThrow('If-None-Match');
    expect(() => checkPrecondition(parsePrecondition('W/"2"', 'W/"2"'), 3)).toThrow('If-Match');
  });

  test('without headers every version will do', () => {
    expect(parsePrecondition()).toEqual({});
    expect(() => checkPrecondition({}, 3)).not.toThrow();
    expect(() => checkPrecondition(undefined, 3)).not.toThrow();
  });

  test('a header of any length is read in linear time', () => {
    const started = performance.now();
    expect(() => parsePrecondition(`${'"a",'.repeat(50_000)}${' '.repeat(50_000)}x`)).toThrow('If-Match');
    expect(performance.now() - started).toBeLessThan(500);
  });
});
