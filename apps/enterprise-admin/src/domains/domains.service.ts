import { Injectable } from '@nestjs/common';
import { applyCheck, DomainResolver, newDomainToken, warnOfDomains } from '#libs/domains';
import { type ConnectionKey, Database, type DomainId, type DomainRow, newId } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions, type ChangeWork } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import type { CreateDomain, Domain, UpdateDomain } from './domain.dto.js';
import { readDomainName, toDomain } from './domain.mapper.js';

/** The domains whose people sign in at a connection. */
@Injectable()
export class DomainsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly resolver: DomainResolver,
  ) {}

  async list(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<Domain>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return listPage(caller, query, keyset => repositories.domains.list(key, keyset), toDomain);
  }

  create(caller: Caller, key: ConnectionKey, body: CreateDomain): Promise<Domain> {
    const name = readDomainName(body.name);
    const policy = body.policy ?? 'optional';
    return this.transactions.create(caller, async (repositories, record) => {
      const connection = await repositories.connections.findForUpdate(key);
      if (!connection) throw AdminProblem.notFound();
      const id = newId<DomainId>();
      const row = await repositories.domains.insert(key, { id, name, policy, token: newDomainToken() });
      const target = { type: 'domain', id };
      await record(key.enterpriseId, { action: 'domain.created', target, after: { name, policy } });
      return toDomain(row);
    });
  }

  async get(key: ConnectionKey, id: DomainId): Promise<Domain> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return toDomain(found(await repositories.domains.find(key, id)));
  }

  update(caller: Caller, key: ConnectionKey, id: DomainId, { policy }: UpdateDomain): Promise<Domain> {
    return this.change(caller, key, id, async (row, repositories, record) => {
      checkVersion(caller, row);
      if (row.policy === policy) return row;
      await record(key.enterpriseId, {
        action: 'domain.updated',
        target: { type: 'domain', id },
        before: { policy: row.policy },
        after: { policy },
      });
      return repositories.domains.update(key, id, { policy });
    });
  }

  /** The DNS is asked before anything is locked: it may take its time. */
  async verify(caller: Caller, key: ConnectionKey, id: DomainId): Promise<Domain> {
    const { name } = await this.get(key, id);
    const records = await this.resolver.txt(name);
    return this.change(caller, key, id, (row, repositories, record) =>
      applyCheck(repositories, row, records, action =>
        record(key.enterpriseId, { action, target: { type: 'domain', id }, after: { name } }),
      ),
    );
  }

  async delete(caller: Caller, key: ConnectionKey, id: DomainId): Promise<void> {
    await this.change(caller, key, id, async (row, repositories, record) => {
      checkVersion(caller, row);
      await repositories.domains.delete(key, id);
      await warnOfDomains(repositories, key);
      await record(key.enterpriseId, {
        action: 'domain.deleted',
        target: { type: 'domain', id },
        before: { name: row.name, policy: row.policy, verifiedAt: row.verified_at ?? null },
      });
      return row;
    });
  }

  /** Changes a domain of a connection that is there, while nobody else does. */
  private change(
    caller: Caller,
    key: ConnectionKey,
    id: DomainId,
    work: (row: DomainRow, ...change: Parameters<ChangeWork<DomainRow>>) => Promise<DomainRow>,
  ): Promise<Domain> {
    return this.transactions.change(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const row = found(await repositories.domains.findForUpdate(key, id));
      return toDomain(await work(row, repositories, record));
    });
  }
}

function found(row: DomainRow | undefined): DomainRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}
