import { Injectable } from '@nestjs/common';
import { ConnectionKeys, makeKeyPair } from '#libs/connection-keys';
import {
  type ConnectionKey,
  type ConnectionKeyPairId,
  type ConnectionKeyPairRow,
  Database,
  type Repositories,
} from '#libs/persistence';
import { SecretBox } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions, type RecordHappening } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { OwnKeyProblem } from '../http/own-key-problem.js';
import { requireConnection } from '../http/require-connection.js';
import { certificatesAt } from './certificate-facts.js';
import { lockedConnection } from './locked-connection.js';
import type { CreateOwnKey, OwnKey, OwnKeys } from './own-key.dto.js';

/** The keys of this service for a connection, and how one takes the place of another without a gap. */
@Injectable()
export class OwnKeysService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly keys: ConnectionKeys,
    private readonly secretBox: SecretBox,
  ) {}

  async list(key: ConnectionKey): Promise<OwnKeys> {
    return { items: (await this.rows(key)).map(toOwnKey) };
  }

  async get(key: ConnectionKey, id: ConnectionKeyPairId): Promise<OwnKey> {
    return toOwnKey(found(await this.rows(key), id));
  }

  /** Makes the next key; there is one at a time. */
  async create(caller: Caller, key: ConnectionKey, { use }: CreateOwnKey): Promise<OwnKey> {
    await this.rows(key);
    const pair = await makeKeyPair(this.secretBox, key, { use, state: 'next' } as const);
    return this.transactions.create(caller, async (repositories, record) => {
      const rows = await lockedRows(repositories, key, caller);
      if (rows.some(row => row.use === use && row.state === 'next')) throw OwnKeyProblem.refused('own_key_waits');
      const row = await repositories.connectionKeyPairs.insert(key, pair);
      await record(key.enterpriseId, {
        action: 'connection_key.created',
        target: targetOf(row),
        after: recordable(row),
      });
      return toOwnKey(row);
    });
  }

  /** The next key takes the place of the current one. One that has done so already stays. */
  activate(caller: Caller, key: ConnectionKey, id: ConnectionKeyPairId): Promise<OwnKey> {
    return this.transactions.change(caller, async (repositories, record) => {
      const rows = await lockedRows(repositories, key, caller);
      const row = found(rows, id);
      if (row.state === 'retired') throw OwnKeyProblem.refused('own_key_retired');
      if (row.state === 'current') return toOwnKey(row);
      await retireCurrent(repositories, key, { rows, row, record });
      const activated = await repositories.connectionKeyPairs.activate(key, id);
      await record(key.enterpriseId, {
        action: 'connection_key.activated',
        target: targetOf(row),
        before: recordable(row),
        after: recordable(activated),
      });
      return toOwnKey(activated);
    });
  }

  /** Deletes one that is not used. */
  async retire(caller: Caller, key: ConnectionKey, id: ConnectionKeyPairId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      const row = found(await lockedRows(repositories, key, caller), id);
      if (row.state === 'current') throw OwnKeyProblem.refused('own_key_in_use');
      await repositories.connectionKeyPairs.delete(key, id);
      await record(key.enterpriseId, {
        action: 'connection_key.retired',
        target: targetOf(row),
        before: recordable(row),
      });
    });
  }

  /** With a current one for each use. */
  private async rows(key: ConnectionKey): Promise<readonly ConnectionKeyPairRow[]> {
    await requireConnection(this.database.repositories, key);
    return this.keys.list(key);
  }
}

/** What a key takes the place of, in the change under way. */
interface Replacement {
  readonly rows: readonly ConnectionKeyPairRow[];
  readonly row: ConnectionKeyPairRow;
  readonly record: RecordHappening;
}

async function retireCurrent(
  { connectionKeyPairs }: Repositories,
  key: ConnectionKey,
  { rows, row, record }: Replacement,
): Promise<void> {
  const current = rows.find(({ use, state }) => use === row.use && state === 'current');
  if (!current) return;
  const retired = await connectionKeyPairs.retire(key, current.id);
  await record(key.enterpriseId, {
    action: 'connection_key.retired',
    target: targetOf(current),
    before: recordable(current),
    after: recordable(retired),
  });
}

async function lockedRows(
  repositories: Repositories,
  key: ConnectionKey,
  caller: Caller,
): Promise<readonly ConnectionKeyPairRow[]> {
  await lockedConnection(repositories, key, caller);
  return repositories.connectionKeyPairs.list(key);
}

function found(rows: readonly ConnectionKeyPairRow[], id: string): ConnectionKeyPairRow {
  const row = rows.find(candidate => candidate.id === id);
  if (!row) throw AdminProblem.notFound();
  return row;
}

function targetOf({ id }: ConnectionKeyPairRow) {
  return { type: 'connection_key', id } as const;
}

function recordable({ connection_id: connectionId, use, state, certificate }: ConnectionKeyPairRow) {
  const [facts] = certificatesAt([certificate], new Date());
  return { connectionId, use, state, fingerprint: facts?.fingerprint, validTo: facts?.validTo };
}

function toOwnKey(row: ConnectionKeyPairRow): OwnKey {
  const [facts] = certificatesAt([row.certificate], new Date());
  if (!facts) throw new Error('A certificate that was made cannot be read.');
  const { fingerprint, validFrom, validTo, state: certificateState, daysLeft } = facts;
  return {
    id: row.id,
    use: row.use,
    state: row.state,
    certificate: row.certificate,
    fingerprint,
    validFrom,
    validTo,
    certificateState,
    daysLeft,
    createdAt: row.created_at,
    activatedAt: row.activated_at ?? null,
    retiredAt: row.retired_at ?? null,
  };
}
