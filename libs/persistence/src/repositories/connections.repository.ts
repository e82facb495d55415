import { sql, type UpdateObject } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type {
  ConnectionState,
  PendingRevision,
  ProvisioningMode,
  SignInPolicy,
  SsoSettings,
  SsoTest,
} from '../entities/connection.entity.js';
import type { ConnectionId, EnterpriseId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row, Tables } from '../tables.js';
import { latestMappingVersion } from './attribute-mappings.repository.js';
import type { ConnectionKey } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A connection, as it is stored. */
export type ConnectionRow = Row<'connections'>;

/** What administration changes of a connection; the rest stays. */
export interface ConnectionChange {
  readonly name?: string;
  readonly state?: ConnectionState;
  readonly provisioningMode?: ProvisioningMode;
  readonly paused?: ConnectionRow['paused'];
  readonly signInPolicy?: SignInPolicy;
  readonly ssoSettings?: SsoSettings;
  readonly ssoTest?: SsoTest | null;
  readonly pendingRevision?: PendingRevision | null;
  readonly mappingVersion?: number;
  readonly previousMappingVersion?: number;
}

/** The connections of an enterprise, for administration. One that is deleted is not there. */
export class ConnectionsRepository {
  constructor(private readonly db: Executor) {}

  /** A draft, with the attribute mapping that was published last. */
  insert(
    enterpriseId: EnterpriseId,
    connection: { readonly name: string; readonly idpProfile: string },
  ): Promise<ConnectionRow> {
    return this.db.kysely
      .insertInto('connections')
      .values({
        enterprise_id: enterpriseId,
        id: uuid() as ConnectionId,
        name: connection.name,
        idp_profile: connection.idpProfile,
        mapping_version: latestMappingVersion,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(key: ConnectionKey): Promise<ConnectionRow | undefined> {
    return this.selectOne(key).executeTakeFirst();
  }

  /** Nobody else changes it until the transaction ends. */
  findForUpdate(key: ConnectionKey): Promise<ConnectionRow | undefined> {
    return this.selectOne(key).forNoKeyUpdate().executeTakeFirst();
  }

  list(enterpriseId: EnterpriseId, { limit, after = FIRST_ID }: Keyset): Promise<ConnectionRow[]> {
    return this.db.kysely
      .selectFrom('connections')
      .selectAll()
      .where('enterprise_id', '=', enterpriseId)
      .where('id', '>', after as ConnectionId)
      .where('state', '<>', 'deleted')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Makes the next version. A change of state or mode waits for the connection's directory writes (`connections_lock`). */
  update({ enterpriseId, connectionId }: ConnectionKey, change: ConnectionChange): Promise<ConnectionRow> {
    return this.db.kysely
      .updateTable('connections')
      .set({ ...columnsOf(change), version: sql<number>`version + 1`, last_modified: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, id: connectionId }))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** By the id alone, which a URL of single sign-on holds; with it comes the enterprise. */
  findForSignIn(id: ConnectionId): Promise<ConnectionRow | undefined> {
    return this.db.kysely
      .selectFrom('connections')
      .selectAll()
      .where('id', '=', id)
      .where('state', '<>', 'deleted')
      .executeTakeFirst();
  }

  /** Those whose metadata is read again and again, of every enterprise, in the order of their keys. */
  listWithMetadataUrl({
    after,
    limit,
  }: {
    readonly after: ConnectionKey | undefined;
    readonly limit: number;
  }): Promise<ConnectionRow[]> {
    const { enterpriseId = FIRST_ID, connectionId = FIRST_ID } = after ?? {};
    return this.db.kysely
      .selectFrom('connections')
      .selectAll()
      .where(sql<boolean>`(enterprise_id, id) > (${enterpriseId}, ${connectionId})`)
      .where(sql<boolean>`coalesce(pending_revision -> 'settings', sso_settings) ->> 'metadataUrl' is not null`)
      .where('state', '<>', 'deleted')
      .orderBy('enterprise_id')
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  private selectOne({ enterpriseId, connectionId }: ConnectionKey) {
    return this.db.kysely
      .selectFrom('connections')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id: connectionId }))
      .where('state', '<>', 'deleted');
  }
}

/** Only what changes: the trigger on state and mode asks for a lock whenever they are named. */
function columnsOf(change: ConnectionChange): UpdateObject<Tables, 'connections'> {
  const columns = {
    name: change.name,
    state: change.state,
    provisioning_mode: change.provisioningMode,
    paused: change.paused,
    sign_in_policy: change.signInPolicy,
    sso_settings: jsonOf(change.ssoSettings),
    sso_test: jsonOf(change.ssoTest),
    pending_revision: jsonOf(change.pendingRevision),
    mapping_version: change.mappingVersion,
    previous_mapping_version: change.previousMappingVersion,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function jsonOf<Value extends object>(value: Value | null | undefined) {
  return value ? sql<Value>`${JSON.stringify(value)}::jsonb` : value;
}
