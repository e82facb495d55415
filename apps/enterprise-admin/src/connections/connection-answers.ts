import { Injectable } from '@nestjs/common';
import { readMappingOf } from '#libs/connection-lifecycle';
import type { ConnectionRow, PendingRevision, Repositories } from '#libs/persistence';
import { AdminSettings } from '../http/admin-settings.js';
import type { Caller } from '../http/caller.js';
import { seesPersonalData } from '../http/permissions.js';
import type { Connection } from './connection-answer.dto.js';
import { toConnection, toSso } from './connection.mapper.js';
import type { PendingRevisionAnswer } from './sso-answer.dto.js';

type Mappings = Pick<Repositories, 'attributeMappings'>;

/** Answers connections as each caller may see them. */
@Injectable()
export class ConnectionAnswers {
  constructor(private readonly settings: AdminSettings) {}

  async answer(repositories: Mappings, caller: Caller, row: ConnectionRow): Promise<Connection> {
    const mapping = await readMappingOf(repositories, { mappingVersion: row.mapping_version });
    return toConnection(row, { settings: this.settings, mapping, seesPeople: seesPersonalData(caller) });
  }

  /** Of a list, whose connections mostly have the same attribute mapping. */
  async answerAll(repositories: Mappings, caller: Caller, rows: readonly ConnectionRow[]): Promise<Connection[]> {
    const versions = [...new Set(rows.map(row => row.mapping_version))];
    const read = versions.map(
      async mappingVersion => [mappingVersion, await readMappingOf(repositories, { mappingVersion })] as const,
    );
    const mappings = new Map(await Promise.all(read));
    return rows.flatMap(row => {
      const mapping = mappings.get(row.mapping_version);
      return mapping
        ? toConnection(row, { settings: this.settings, mapping, seesPeople: seesPersonalData(caller) })
        : [];
    });
  }

  async answerRevision(
    repositories: Mappings,
    caller: Caller,
    row: ConnectionRow,
    pending: PendingRevision,
  ): Promise<PendingRevisionAnswer> {
    const { mappingVersion, createdAt, test } = pending;
    const mapping = await readMappingOf(repositories, pending);
    const sso = toSso(row, pending, test, { mapping, seesPeople: seesPersonalData(caller) });
    return { sso, mappingVersion, createdAt };
  }
}
