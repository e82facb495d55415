import { Injectable } from '@nestjs/common';
import { type ConnectionKey, Database, type UnlinkedUser } from '#libs/persistence';
import type { Caller } from '../http/caller.js';
import { DEFAULT_LIMIT, listPage, type Page, readCursor, writeCursor } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import { explainUnlinked } from './explain-link.js';
import type { Link, LinkQuery } from './link.dto.js';
import { toMatched, toUncovered, toUnlinked } from './link.mapper.js';

/** How many people without an account are looked at for one page, whatever they turn out to be. */
const EXAMINED = 1000;

/** How people of the directory and accounts belong together. */
@Injectable()
export class LinksService {
  constructor(private readonly database: Database) {}

  async list(caller: Caller, key: ConnectionKey, query: LinkQuery): Promise<Page<Link>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    const { accountLinks } = repositories;
    const own = { ...caller, path: `${caller.path} ${query.state}` };
    if (query.state === 'matched')
      return listPage(
        own,
        query,
        keyset => accountLinks.linked(key, keyset),
        pair => toMatched(pair, caller),
      );
    if (query.state === 'not_covered')
      return listPage(
        own,
        query,
        keyset => accountLinks.uncovered(key, keyset),
        account => toUncovered(account, caller),
      );
    return this.unlinked(own, key, query);
  }

  /** A page costs the same however rare its kind is: it may have fewer items than asked for, and not be the last. */
  private async unlinked(
    caller: Caller,
    key: ConnectionKey,
    { state, limit = DEFAULT_LIMIT, cursor }: LinkQuery,
  ): Promise<Page<Link>> {
    const after = cursor === undefined ? {} : { after: readCursor(caller, caller.path, cursor) };
    const examined = await this.database.repositories.accountLinks.unlinked(key, { limit: EXAMINED, ...after });
    const fitting = examined.filter(user => explainUnlinked(user).state === state);
    const shown = fitting.slice(0, limit);
    const end = endOf(examined, fitting, shown);
    return {
      items: shown.map(user => toUnlinked(user, caller)),
      nextCursor: end ? writeCursor(caller, caller.path, end.id) : null,
    };
  }
}

/** Behind whom the next page begins, if there may be one. */
function endOf(
  examined: readonly UnlinkedUser[],
  fitting: readonly UnlinkedUser[],
  shown: readonly UnlinkedUser[],
): UnlinkedUser | undefined {
  if (fitting.length > shown.length) return shown.at(-1);
  return examined.length === EXAMINED ? examined.at(-1) : undefined;
}
