import type { MintedToken } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, ApiKeyId, ConnectionId, EnterpriseId, OrganizationId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import { isUniqueViolation } from '../postgres-error.js';
import type { Row } from '../tables.js';
import { latestMappingVersion } from './attribute-mappings.repository.js';
import type { ConnectionKey } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';
import { KeyTaken } from './key-taken.js';

/** An enterprise, as it is stored. */
export type EnterpriseRow = Row<'enterprises'>;

/** How long accounts without access are kept, and how many of them at once are too many; what is not named stays. */
export type DeprovisioningChange = Partial<
  Pick<EnterpriseRow, 'grace_days' | 'hold_accounts' | 'hold_percent' | 'hold_window_minutes'>
>;

/** What a new connection is made with. */
export interface NewConnection {
  readonly name: string;
  readonly idpProfile: string;
  readonly state: Row<'connections'>['state'];
  readonly provisioningMode: Row<'connections'>['provisioning_mode'];
  /** SCIM Schema documents of its own extensions of User. */
  readonly userExtensions?: readonly object[];
}

/** Enterprises, their parts, and the keys of those who administrate them. */
export class EnterprisesRepository {
  constructor(private readonly db: Executor) {}

  /**
   * Makes an enterprise; its key is unique among all that ever were.
   * @throws KeyTaken
   */
  async insert(enterprise: { readonly key: string; readonly name: string }): Promise<EnterpriseId> {
    const id = uuid() as EnterpriseId;
    await this.db.kysely
      .insertInto('enterprises')
      .values({ id, ...enterprise })
      .execute()
      .catch((error: unknown) => {
        throw isUniqueViolation(error, 'enterprises_key') ? new KeyTaken(enterprise.key) : error;
      });
    return id;
  }

  /** One that is deleted is not there. */
  find(enterpriseId: EnterpriseId): Promise<EnterpriseRow | undefined> {
    return this.selectOne(enterpriseId).executeTakeFirst();
  }

  /** Nobody else changes it until the transaction ends. */
  findForUpdate(enterpriseId: EnterpriseId): Promise<EnterpriseRow | undefined> {
    return this.selectOne(enterpriseId).forNoKeyUpdate().executeTakeFirst();
  }

  /** All enterprises, or the one that is named. */
  list(only: EnterpriseId | null, { limit, after = FIRST_ID }: Keyset): Promise<EnterpriseRow[]> {
    return this.db.kysely
      .selectFrom('enterprises')
      .selectAll()
      .where('deleted_at', 'is', null)
      .where('id', '>', after as EnterpriseId)
      .$if(only !== null, query => query.where('id', '=', only))
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Makes the next version. */
  update(
    enterpriseId: EnterpriseId,
    change: { readonly name: string } | { readonly deleted: true } | DeprovisioningChange,
  ): Promise<EnterpriseRow> {
    return this.db.kysely
      .updateTable('enterprises')
      .set('deleted' in change ? { deleted_at: sql<string>`now()` } : change)
      .set({ version: sql<number>`version + 1`, last_modified: sql<string>`now()` })
      .where('id', '=', enterpriseId)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  private selectOne(enterpriseId: EnterpriseId) {
    return this.db.kysely
      .selectFrom('enterprises')
      .selectAll()
      .where('id', '=', enterpriseId)
      .where('deleted_at', 'is', null);
  }

  /**
   * Whether somebody gets into the administration of the enterprise when single sign-on fails: by an API key that is still
   * good, or as an administrator whose account no directory user is linked to.
   */
  async hasBreakGlass(enterpriseId: EnterpriseId): Promise<boolean> {
    const { rows } = await sql<{ found: boolean }>`
      select exists (
        select from api_keys
        where enterprise_id = ${enterpriseId} and role = 'enterprise_admin' and permissions is null
          and revoked_at is null and expires_at > now()
      ) or exists (
        select from accounts
        where enterprise_id = ${enterpriseId} and is_administrator and state = 'active' and directory_user_id is null
      ) as found`.execute(this.db.kysely);
    return rows.some(({ found }) => found);
  }

  /**
   * Whether somebody administrates the enterprise without this account or API key: by another API key that is still good and may
   * do all of it, or as another administrator who gets in, with a password or by a connection that is enabled; and who is not about
   * to be suspended because the connection leaves SCIM.
   */
  async hasAdministratorBesides(enterpriseId: EnterpriseId, id: AccountId | ApiKeyId): Promise<boolean> {
    const { rows } = await sql<{ found: boolean }>`
      select exists (
        select from api_keys
        where enterprise_id = ${enterpriseId} and role = 'enterprise_admin' and permissions is null
          and revoked_at is null and expires_at > now() and id <> ${id}
      ) or exists (
        select from accounts a
        left join connections c on c.enterprise_id = a.enterprise_id and c.id = a.connection_id
        where a.enterprise_id = ${enterpriseId} and a.is_administrator and a.state = 'active' and a.id <> ${id}
          and (a.directory_user_id is null or c.state = 'enabled' and not exists (
            select from applications s
            join impact_previews p
              on p.enterprise_id = s.enterprise_id and p.connection_id = s.connection_id and p.id = s.preview_id
            where s.enterprise_id = c.enterprise_id and s.connection_id = c.id and s.state = 'running'
              and p.purpose ->> 'keep' = 'remove'
          ))
      ) as found`.execute(this.db.kysely);
    return rows.some(({ found }) => found);
  }

  /** Makes an organization of an enterprise. */
  async insertOrganization(
    enterpriseId: EnterpriseId,
    organization: { readonly key: string; readonly name: string },
  ): Promise<OrganizationId> {
    const id = uuid() as OrganizationId;
    await this.db.kysely
      .insertInto('organizations')
      .values({ enterprise_id: enterpriseId, id, ...organization })
      .execute();
    return id;
  }

  /** Makes a connection of an enterprise to an identity provider. */
  async insertConnection(enterpriseId: EnterpriseId, connection: NewConnection): Promise<ConnectionKey> {
    const id = uuid() as ConnectionId;
    await this.db.kysely
      .insertInto('connections')
      .values({
        enterprise_id: enterpriseId,
        id,
        name: connection.name,
        idp_profile: connection.idpProfile,
        mapping_version: latestMappingVersion,
        state: connection.state,
        provisioning_mode: connection.provisioningMode,
        user_extensions: connection.userExtensions
          ? (JSON.stringify(connection.userExtensions) as unknown as readonly object[])
          : null,
      })
      .execute();
    return { enterpriseId, connectionId: id };
  }

  /** The connections of the enterprise with this key, oldest first. */
  async findConnections(enterpriseKey: string): Promise<ConnectionKey[]> {
    return this.db.kysely
      .selectFrom('enterprises')
      .innerJoin('connections', 'connections.enterprise_id', 'enterprises.id')
      .select(['connections.enterprise_id as enterpriseId', 'connections.id as connectionId'])
      .where('enterprises.key', '=', enterpriseKey)
      .orderBy('connections.id')
      .execute();
  }

  /** Where people of an enterprise sign in: its oldest connection that is enabled. */
  findEnabledConnection(enterpriseKey: string): Promise<ConnectionKey | undefined> {
    return this.db.kysely
      .selectFrom('enterprises')
      .innerJoin('connections', 'connections.enterprise_id', 'enterprises.id')
      .select(['connections.enterprise_id as enterpriseId', 'connections.id as connectionId'])
      .where('enterprises.key', '=', enterpriseKey)
      .where('enterprises.deleted_at', 'is', null)
      .where('connections.state', '=', 'enabled')
      .orderBy('connections.id')
      .limit(1)
      .executeTakeFirst();
  }

  /** Stores an operator's key of the administration API. */
  async insertOperatorKey(key: MintedToken, expiresAt: Date): Promise<void> {
    await this.db.kysely
      .insertInto('api_keys')
      .values({
        id: uuid() as ApiKeyId,
        role: 'operator',
        prefix: key.prefix,
        hash: key.hash,
        expires_at: expiresAt.toISOString(),
      })
      .execute();
  }

  /** Whether this is the hash of an operator's key that is neither revoked nor expired. */
  async isOperatorKey(hash: Buffer, now: Date): Promise<boolean> {
    const row = await this.db.kysely
      .selectFrom('api_keys')
      .select('id')
      .where('hash', '=', hash)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now.toISOString())
      .executeTakeFirst();
    return row !== undefined;
  }
}
