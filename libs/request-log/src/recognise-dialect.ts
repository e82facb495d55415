import { type Dialect, dialectSigns, type RequestShape } from '#libs/idp-profiles';
import type { LoggedRequest } from './logged-request.js';
import { readTarget } from './request-target.js';

/** Whose requests look like this one, and what tells. */
export interface RecognisedDialect {
  readonly dialect: Dialect | 'unknown';
  /** What was seen, each with the exchange that shows it; the surest first. */
  readonly signs: readonly { readonly sign: string; readonly evidence: string }[];
}

/** Recognises an identity provider by its request alone, whatever profile the connection has. */
export function recogniseDialect(
  request: Pick<LoggedRequest, 'method' | 'path' | 'userAgent' | 'adScimVersion' | 'body'>,
): RecognisedDialect {
  const shape: RequestShape = { ...request, path: readTarget(request.path).path };
  const seen = dialectSigns.filter(({ isIn }) => isIn(shape));
  const [surest] = seen;
  if (!surest) return { dialect: 'unknown', signs: [] };
  const { dialect } = surest;
  const signs = seen.filter(sign => sign.dialect === dialect).map(({ sign, evidence }) => ({ sign, evidence }));
  return { dialect, signs };
}
