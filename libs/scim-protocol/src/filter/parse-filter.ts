import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { Filter } from './filter.js';
import { parseExpression } from './parse-expression.js';
import { TokenCursor } from './token-cursor.js';

/**
 * Gives the tree of a filter expression, in the whole grammar of RFC 7644 §3.4.2.2 Figure 1.
 *
 * Operators, keywords and `true`, `false`, `null` are read in any letter case; spaces around strings and parentheses may
 * be missing (the RFC's own `value eq"…"`); `members.$ref` is a name. Entra ID's `emails[type eq "work"].value eq "x"` is
 * read as `emails[type eq "work" and value eq "x"]`.
 *
 * @throws ScimError `invalidFilter` when the text is malformed or exceeds `MAX_FILTER_LENGTH`, `MAX_FILTER_DEPTH` or
 * `MAX_FILTER_TERMS`
 * @example
 * parseFilter('userName eq "ada" or not (active eq true)');
 */
export function parseFilter(text: string, tolerances?: Pick<Tolerances, 'unquotedIds'>): Filter {
  const problem = (detail: string): ScimError => ScimError.invalidFilter(`The filter is not valid: ${detail}.`);
  const cursor = new TokenCursor(text, problem, tolerances);
  const filter = parseExpression(cursor);
  cursor.expectEnd();
  return filter;
}
