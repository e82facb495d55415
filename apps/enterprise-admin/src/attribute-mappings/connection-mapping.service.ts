import { Injectable } from '@nestjs/common';
import { mappingOutlook, readLatestMapping, readMapping, readMappings } from '#libs/connection-health';
import {
  type AuditAction,
  type ConnectionKey,
  type ConnectionRow,
  Database,
  type DirectoryUser,
  type Keyset,
  type Repositories,
  TooManyGroups,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { DEFAULT_LIMIT, readCursor, writeCursor } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import type { ConnectionAttributeMapping, MappingPreview, MappingPreviewQuery } from './connection-mapping.dto.js';
import { decideMappingChange } from './decide-mapping-change.js';
import { previewMapping, testedPeople } from './preview-mapping.js';

/** Which version of the attribute mapping a connection has, and how it comes to another. */
@Injectable()
export class ConnectionMappingService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async get(key: ConnectionKey): Promise<ConnectionAttributeMapping> {
    const { repositories } = this.database;
    return answerOf(repositories, await requireConnection(repositories, key));
  }

  /** What a version would do to people: those of the directory, page by page, and on the first one who tested the sign-in. */
  async preview(caller: Caller, key: ConnectionKey, query: MappingPreviewQuery): Promise<MappingPreview> {
    const { repositories } = this.database;
    const row = await requireConnection(repositories, key);
    const { accepted, latest } = await readMappings(repositories, row);
    const { version = latest.version, limit = DEFAULT_LIMIT, cursor } = query;
    const previewed = version === latest.version ? latest : await readMapping(repositories, version);
    if (!previewed) throw noSuchVersion(latest.version);
    const list = `${caller.path} ${accepted.version} ${version}`;
    const users = await peopleOf(repositories, key, {
      limit: limit + 1,
      ...(cursor !== undefined && { after: readCursor(caller, list, cursor) }),
    });
    const page = users.slice(0, limit);
    const last = page.at(-1);
    const people = {
      tested: cursor === undefined ? testedPeople(row) : [],
      users: page.filter(({ state }) => state === 'present'),
    };
    return {
      ...previewMapping(row, { accepted, previewed }, people, caller),
      nextCursor: last && users.length > limit ? writeCursor(caller, list, last.id) : null,
    };
  }

  accept(caller: Caller, key: ConnectionKey, version: number): Promise<ConnectionAttributeMapping> {
    return this.changeTo(caller, key, 'attribute_mapping.accepted', async repositories => {
      const latest = await readLatestMapping(repositories);
      if (version !== latest.version) throw AdminProblem.mappingOutdated(latest.version);
      return version;
    });
  }

  rollBack(caller: Caller, key: ConnectionKey): Promise<ConnectionAttributeMapping> {
    return this.changeTo(caller, key, 'attribute_mapping.rolled_back', (_, { previous_mapping_version: previous }) => {
      if (typeof previous !== 'number') throw AdminProblem.noPreviousMapping();
      return previous;
    });
  }

  private changeTo(
    caller: Caller,
    key: ConnectionKey,
    action: AuditAction,
    choose: (repositories: Repositories, row: ConnectionRow) => number | Promise<number>,
  ): Promise<ConnectionAttributeMapping> {
    return this.transactions.change(caller, async (repositories, record) => {
      const row = await repositories.connections.findForUpdate(key);
      if (!row) throw AdminProblem.notFound();
      checkVersion(caller, row);
      const version = await choose(repositories, row);
      const decision = decideMappingChange(row, version, new Date());
      if (!decision) return answerOf(repositories, row);
      const updated = await repositories.connections.update(key, decision.change);
      await record(key.enterpriseId, {
        action,
        target: { type: 'connection', id: row.id },
        before: { mappingVersion: row.mapping_version, state: row.state },
        after: { mappingVersion: version, state: updated.state, isPending: decision.isPending },
      });
      return answerOf(repositories, updated);
    });
  }
}

/** @throws AdminProblem `invalid_request` when they are in more groups than can be looked at together */
async function peopleOf(
  { directoryPages }: Repositories,
  key: ConnectionKey,
  keyset: Keyset,
): Promise<readonly DirectoryUser[]> {
  try {
    return await directoryPages.usersInGroups(key, keyset);
  } catch (error) {
    if (!(error instanceof TooManyGroups)) throw error;
    const detail = 'These people are in too many groups to be looked at together. Ask for fewer of them.';
    throw AdminProblem.invalidRequest([{ parameter: 'limit', detail }]);
  }
}

function noSuchVersion(latest: number): AdminProblem {
  const detail = `There is no such version of the attribute mapping. The latest is ${latest}.`;
  return AdminProblem.invalidRequest([{ parameter: 'version', detail }]);
}

async function answerOf(repositories: Repositories, connection: ConnectionRow): Promise<ConnectionAttributeMapping> {
  const mappings = await readMappings(repositories, connection);
  const { accepted, latest } = mappings;
  return {
    acceptedVersion: accepted.version,
    latestVersion: latest.version,
    previousVersion: connection.previous_mapping_version ?? null,
    pendingVersion: connection.pending_revision?.mappingVersion ?? null,
    ...mappingOutlook({ connection, ...mappings }),
    mapping: accepted.mapping,
    version: connection.version,
  };
}
