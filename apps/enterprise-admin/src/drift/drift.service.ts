import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { adviceFor, idpProfile, type IdpProfileId } from '#libs/idp-profiles';
import {
  type ConnectionKey,
  Database,
  type DriftKind,
  driftKinds,
  type DriftRow,
  type StaleAsked,
  toCsvLine,
} from '#libs/persistence';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { listPage, type Page } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireConnection } from '../http/require-connection.js';
import type { DriftItem, DriftQuery, DriftReport } from './drift.dto.js';
import { referenceMoment, type ReferenceMoment } from './reference-moment.js';

/** How many rows of the file are read at once. */
const BATCH = 1000;

const columns = ['kind', 'id', 'name', 'otherId', 'requests', 'firstAt', 'lastAt', 'clickPath'];

/** Who reads it, and whose console is to be clicked in. */
interface Reader {
  readonly caller: AdminPrincipal;
  readonly profile: IdpProfileId;
}

/** How the directory of a connection and the accounts have drifted apart. */
@Injectable()
export class DriftService {
  constructor(private readonly database: Database) {}

  async report(key: ConnectionKey): Promise<DriftReport> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    const moment = await this.momentOf(key);
    const counted = await repositories.drift.count(key, moment?.since ?? null);
    return {
      ...counted,
      not_seen: moment && counted.not_seen,
      notSeenSince: moment?.since ?? null,
      notSeenBy: moment?.by ?? null,
    };
  }

  async list(caller: Caller, key: ConnectionKey, query: DriftQuery): Promise<Page<DriftItem>> {
    const { repositories } = this.database;
    const { idp_profile } = await requireConnection(repositories, key);
    const { kind } = query;
    const asked = await this.ask(key, kind);
    return listPage(
      { ...caller, path: `${caller.path} ${kind}` },
      query,
      keyset => repositories.drift.page(key, asked, keyset),
      row => toItem(kind, row, { caller, profile: idpProfile(idp_profile).id }),
    );
  }

  /** A file of all of it. It goes out as it is read, so it has no length beforehand. */
  async export(caller: Caller, key: ConnectionKey): Promise<StreamableFile> {
    const { idp_profile } = await requireConnection(this.database.repositories, key);
    const reader = { caller, profile: idpProfile(idp_profile).id };
    const file = new StreamableFile(Readable.from(this.lines(reader, key), { objectMode: false }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="drift.csv"',
    });
    // Nobody must take half a report for a whole one, and Nest's own answer would tell the cause.
    return file.setErrorHandler((_error, response) => response.destroy?.());
  }

  private async *lines(reader: Reader, key: ConnectionKey): AsyncIterable<Buffer> {
    yield Buffer.from(toCsvLine(columns));
    for (const kind of driftKinds) {
      const asked = await this.ask(key, kind);
      for (let after: string | undefined, rows: readonly DriftRow[] = []; ; after = rows.at(-1)?.id) {
        rows = await this.database.repositories.drift.page(key, asked, { limit: BATCH, ...(after && { after }) });
        yield Buffer.from(rows.map(row => toLine(toItem(kind, row, reader))).join(''));
        if (rows.length < BATCH) break;
      }
    }
  }

  /** What a page is of; only who was not seen needs the moment. */
  private async ask(key: ConnectionKey, kind: DriftKind) {
    return { kind, since: kind === 'not_seen' ? ((await this.momentOf(key))?.since ?? null) : null };
  }

  private async momentOf(key: ConnectionKey): Promise<ReferenceMoment | null> {
    return referenceMoment(await this.database.repositories.drift.passes(key));
  }
}

/** The name of a group is nobody's. */
const ofPeople: readonly DriftKind[] = [
  'access_despite_directory',
  'account_without_directory_user',
  'not_seen',
  'stale_ids',
];

function toItem(kind: DriftKind, { id, name, other_id, asked }: DriftRow, { caller, profile }: Reader): DriftItem {
  return {
    kind,
    id,
    name: ofPeople.includes(kind) ? masked(caller, name) : name,
    otherId: other_id,
    asked: asked && { ...asked, ...adviceOn(asked, profile) },
  };
}

function adviceOn({ resourceType }: StaleAsked, profile: IdpProfileId) {
  const failure = { status: 404, scimType: null, namesResource: true, isOfGroup: resourceType === 'Group' };
  return adviceFor(profile, failure) ?? { advice: '', clickPath: null };
}

function toLine({ kind, id, name, otherId, asked }: DriftItem): string {
  const { requests = '', firstAt = '', lastAt = '', clickPath } = asked ?? {};
  return toCsvLine([kind, id, name ?? '', otherId ?? '', String(requests), firstAt, lastAt, clickPath ?? '']);
}
