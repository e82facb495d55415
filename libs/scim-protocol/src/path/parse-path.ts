import { parseValueFilter } from '../filter/parse-expression.js';
import { TokenCursor } from '../filter/token-cursor.js';
import { ScimError } from '../scim-error.js';
import type { PatchPath } from './patch-path.js';

/**
 * Gives the parts of the `path` of a PATCH operation (RFC 7644 §3.5.2 Figure 7).
 *
 * @throws ScimError `invalidPath` when the text is malformed
 * @example
 * parsePath('emails[type eq "work"].value'); // { attributePath, filter, subAttribute: 'value' }
 */
export function parsePath(text: string): PatchPath {
  const cursor = new TokenCursor(text, detail => ScimError.invalidPath(`The path is not valid: ${detail}.`));
  const attributePath = cursor.expectPath();
  const filter = cursor.takeSymbol('[') ? parseValueFilter(cursor) : undefined;
  const subAttribute = filter && cursor.take('suffix')?.text;
  cursor.expectEnd();
  return {
    attributePath,
    ...(filter !== undefined && { filter }),
    ...(subAttribute !== undefined && { subAttribute }),
  };
}
