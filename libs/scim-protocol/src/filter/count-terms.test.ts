import { expect, it } from 'vitest';
import { countTerms } from './count-terms.js';
import { parseFilter } from './parse-filter.js';

it.each([
  ['userName eq "a"', 1],
  ['title pr', 1],
  ['not (userName eq "a" or title pr) and active eq true', 3],
  ['emails[type eq "work" and value co "a"]', 2],
])('%s has %i terms', (filter, terms) => {
  expect(countTerms(parseFilter(filter))).toBe(terms);
});
