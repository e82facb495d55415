import { describe, expect, it } from 'vitest';
import { CASE_KINDS, kindAt, takeCase } from './take-case.ts';

const indexes = Array.from({ length: 600 }, (_, index) => index);

describe('takeCase', () => {
  it('gives the same request for the same seed and index, whatever was taken before', () => {
    const forwards = indexes.map(index => takeCase(7, index).request);
    const backwards = indexes.toReversed().map(index => takeCase(7, index).request);
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('gives other requests for another seed, and at every index', () => {
    const requests = [...indexes.map(index => takeCase(1, index)), ...indexes.map(index => takeCase(2, index))];
    const different = new Set(requests.map(({ request }) => JSON.stringify(request)));
    // Small ones, such as DELETE of one of the few users, come again.
    expect(different.size).toBeGreaterThan(1000);
  });

  it('takes each kind as often as its share says', () => {
    const counts = Map.groupBy(
      Array.from({ length: 100 }, (_, index) => kindAt(index)),
      kind => kind,
    );
    expect(CASE_KINDS.map(kind => counts.get(kind)?.length)).toEqual(CASE_KINDS.map(({ share }) => share));
    expect(CASE_KINDS.reduce((sum, { share }) => sum + share, 0)).toBe(100);
  });

  it('makes only what an HTTP client can send', () => {
    const cases = Array.from({ length: 3000 }, (_, index) => takeCase(3, index).request);
    // Not even a broken URL may hold a blank, and a path of HTTP begins with a slash or belongs to the base URL.
    expect(cases.filter(({ path }) => !/^(?:[/?][\x21-\x7e]*)?$/.test(path))).toEqual([]);
    const values = cases.flatMap(({ headers }) => Object.values(headers));
    expect(values.filter(value => !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))).toEqual([]);
  });
});
