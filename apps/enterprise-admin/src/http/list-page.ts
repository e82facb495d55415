import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Keyset } from '#libs/persistence';
import { readSignedText, signText } from '#libs/tokens';
import { AdminProblem } from './admin-problem.js';
import type { Caller } from './caller.js';

/** How many items a page has unless said otherwise. */
export const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
const CURSOR_SECONDS = 86_400;

/** Which page of a list is asked for. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'How many at most.', example: 50, default: DEFAULT_LIMIT })
  @IsOptional()
  @Type(() => Number)
  @Max(MAX_LIMIT)
  @Min(1)
  @IsInt()
  readonly limit?: number;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before, all else unchanged. Good for a day.' })
  @IsOptional()
  @MaxLength(1000)
  @IsString()
  readonly cursor?: string;
}

/** A page of a list, oldest first. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** What a cursor says: it means nothing with another key, for another list, or later. */
interface CursorContent {
  readonly list: string;
  readonly after: string;
  readonly expires: number;
}

/**
 * Reads a page. One more than asked for is read, which tells whether there is another page.
 * @throws AdminProblem `invalid_cursor`
 */
export async function listPage<Row extends { readonly id: string }, Item>(
  caller: Caller,
  { limit = DEFAULT_LIMIT, cursor }: PageQuery,
  read: (keyset: Keyset) => Promise<readonly Row[]>,
  toItem: (row: Row) => Item,
): Promise<Page<Item>> {
  const rows = await read({
    limit: limit + 1,
    ...(cursor !== undefined && { after: readCursor(caller, caller.path, cursor) }),
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: last && rows.length > limit ? writeCursor(caller, caller.path, last.id) : null,
  };
}

/** The cursor of the page behind an item. It is signed with the hash of the API key, so no other key can use it. */
export function writeCursor({ keyHash }: Caller, list: string, after: string): string {
  const content: CursorContent = { list, after, expires: Math.floor(Date.now() / 1000) + CURSOR_SECONDS };
  return signText(JSON.stringify(content), keyHash);
}

/**
 * Behind which item a page begins.
 * @throws AdminProblem `invalid_cursor`
 */
export function readCursor({ keyHash }: Caller, list: string, cursor: string): string {
  const text = readSignedText(cursor, keyHash);
  const content = text === undefined ? undefined : (JSON.parse(text) as CursorContent);
  if (content?.list !== list) {
    throw AdminProblem.invalidCursor(
      'The cursor is not of this list, or of another API key. Begin with the first page, without "cursor".',
    );
  }
  if (content.expires < Date.now() / 1000)
    throw AdminProblem.invalidCursor('The cursor is older than a day. Begin with the first page, without "cursor".');
  return content.after;
}
