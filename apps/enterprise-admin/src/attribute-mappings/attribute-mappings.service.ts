import { Injectable } from '@nestjs/common';
import {
  type AttributeMapping as Mapping,
  AttributeMappingError,
  differenceOf,
  parseAttributeMapping,
} from '#libs/attribute-mapping';
import { readLatestMapping } from '#libs/connection-health';
import { type AttributeMappingId, type AttributeMappingRow, Database, installationChain } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import type { AttributeMapping, PublishAttributeMapping } from './attribute-mapping.dto.js';

/** The versions of the attribute mapping that the vendor has published. */
@Injectable()
export class AttributeMappingsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  list(caller: Caller, query: PageQuery): Promise<Page<AttributeMapping>> {
    const { attributeMappings } = this.database.repositories;
    return listPage(caller, query, keyset => attributeMappings.list(keyset), toAttributeMapping);
  }

  async get(id: AttributeMappingId): Promise<AttributeMapping> {
    const row = await this.database.repositories.attributeMappings.findById(id);
    if (!row) throw AdminProblem.notFound();
    return toAttributeMapping(row);
  }

  publish(caller: Caller, { mapping: document, note }: PublishAttributeMapping): Promise<AttributeMapping> {
    const mapping = parsed(document);
    return this.transactions.create(caller, async (repositories, record) => {
      await repositories.attributeMappings.lock();
      const latest = await readLatestMapping(repositories);
      if (differenceOf(latest.mapping, mapping).length === 0) throw AdminProblem.mappingUnchanged(latest.version);
      const row = await repositories.attributeMappings.insert(latest.version + 1, mapping, note ?? '');
      await record(installationChain, {
        action: 'attribute_mapping.published',
        target: { type: 'attribute_mapping', id: row.id },
        after: { version: row.version, note: row.note },
      });
      return toAttributeMapping(row);
    });
  }
}

/** @throws AdminProblem `invalid_request` */
function parsed(document: object): Mapping {
  try {
    return parseAttributeMapping(document);
  } catch (error) {
    if (!(error instanceof AttributeMappingError)) throw error;
    throw AdminProblem.invalidRequest(
      error.problems.map(({ pointer, message }) => ({ pointer: `/mapping${pointer}`, detail: message })),
    );
  }
}

function toAttributeMapping(row: AttributeMappingRow): AttributeMapping {
  const { id, version, mapping, note, created_at: createdAt } = row;
  return { id, version, mapping, note, createdAt };
}
