import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { type ConnectionKey, Database, type DriftKind, driftKinds, type DriftRow, toCsvLine } from '#libs/persistence';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { listPage, type Page } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireConnection } from '../http/require-connection.js';
import type { DriftItem, DriftQuery, DriftReport } from './drift.dto.js';

/** How many rows of the file are read at once. */
const BATCH = 1000;

/** How the directory of a connection and the accounts have drifted apart. */
@Injectable()
export class DriftService {
  constructor(private readonly database: Database) {}

  async report(key: ConnectionKey): Promise<DriftReport> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return repositories.drift.count(key);
  }

  async list(caller: Caller, key: ConnectionKey, query: DriftQuery): Promise<Page<DriftItem>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    const { kind } = query;
    return listPage(
      { ...caller, path: `${caller.path} ${kind}` },
      query,
      keyset => repositories.drift.page(key, kind, keyset),
      row => toItem(kind, row, caller),
    );
  }

  /** A file of all of it. It goes out as it is read, so it has no length beforehand. */
  async export(caller: Caller, key: ConnectionKey): Promise<StreamableFile> {
    await requireConnection(this.database.repositories, key);
    const file = new StreamableFile(Readable.from(this.lines(caller, key), { objectMode: false }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="drift.csv"',
    });
    // Nobody must take half a report for a whole one, and Nest's own answer would tell the cause.
    return file.setErrorHandler((_error, response) => response.destroy?.());
  }

  private async *lines(caller: Caller, key: ConnectionKey): AsyncIterable<Buffer> {
    yield Buffer.from(toCsvLine(['kind', 'id', 'name', 'otherId']));
    for (const kind of driftKinds) {
      for (let after: string | undefined, rows: readonly DriftRow[] = []; ; after = rows.at(-1)?.id) {
        rows = await this.database.repositories.drift.page(key, kind, { limit: BATCH, ...(after && { after }) });
        yield Buffer.from(rows.map(row => toLine(toItem(kind, row, caller))).join(''));
        if (rows.length < BATCH) break;
      }
    }
  }
}

function toItem(kind: DriftKind, { id, name, other_id }: DriftRow, principal: AdminPrincipal): DriftItem {
  // The name of a group is nobody's.
  const isPerson = kind === 'access_despite_directory' || kind === 'account_without_directory_user';
  return { kind, id, name: isPerson ? masked(principal, name) : name, otherId: other_id };
}

function toLine({ kind, id, name, otherId }: DriftItem): string {
  return toCsvLine([kind, id, name, otherId ?? '']);
}
