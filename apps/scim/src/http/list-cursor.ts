import type { PageEnd } from '#libs/persistence';
import { formatAttributePath, formatFilter, type ListQuery, ScimError } from '#libs/scim-protocol';
import { readSignedText, signText } from '#libs/tokens';
import type { ScimPrincipal } from './scim-principal.js';

/** For how many seconds a cursor is good. */
export const CURSOR_TIMEOUT_SECONDS = 3600;

/** What a cursor says: it means nothing with another token, for another list, or later. */
interface CursorContent {
  readonly end: PageEnd;
  readonly list: string;
  readonly count: number | null;
  readonly expires: number;
}

/**
 * The cursor of the page behind this one (RFC 9865 §2). It is signed with the hash of the token it is for, so that every
 * process knows it and no other token can use it; and it grants nothing: the request that brings it is authorized anew.
 */
export function writeCursor(principal: ScimPrincipal, endpoint: string, query: ListQuery, end: PageEnd): string {
  const content: CursorContent = {
    end,
    list: describeList(endpoint, query),
    count: query.requestedCount ?? null,
    expires: Math.floor(Date.now() / 1000) + CURSOR_TIMEOUT_SECONDS,
  };
  return signText(JSON.stringify(content), principal.tokenHash);
}

/**
 * Behind which resource a page by cursor begins; undefined for the first page.
 * @throws ScimError `invalidCursor`, `expiredCursor` or `invalidCount` (RFC 9865 §2.1)
 */
export function readCursor(principal: ScimPrincipal, endpoint: string, query: ListQuery): PageEnd | undefined {
  if (!query.cursor) return undefined;
  const text = readSignedText(query.cursor, principal.tokenHash);
  const content = text === undefined ? undefined : (JSON.parse(text) as CursorContent);
  if (content?.list !== describeList(endpoint, query)) {
    throw ScimError.invalidCursor(
      'The cursor does not belong to this request. Repeat the first request without "cursor", and take "nextCursor" of each answer with all else unchanged.',
    );
  }
  if (content.expires < Date.now() / 1000) {
    throw ScimError.expiredCursor(
      `The cursor is older than ${CURSOR_TIMEOUT_SECONDS} seconds. Begin again with the first page.`,
    );
  }
  if (content.count !== (query.requestedCount ?? null))
    throw ScimError.invalidCount('"count" must stay what it was in the request for the first page.');
  return content.end;
}

function describeList(endpoint: string, { filter, sortBy, sortOrder }: ListQuery): string {
  return [
    endpoint,
    filter ? formatFilter(filter) : '',
    sortBy ? `${formatAttributePath(sortBy)} ${sortOrder}` : '',
  ].join('\n');
}
