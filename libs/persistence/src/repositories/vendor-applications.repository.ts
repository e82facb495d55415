import { sql } from 'kysely';
import type { ApplicationAuthentication, ApplicationSecret } from '../entities/vendor-application.entity.js';
import type { VendorApplicationId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** An application of the vendor, a client of the OpenID provider. */
export type VendorApplicationRow = Row<'vendor_applications'>;

/** What an application is made with. */
export interface NewVendorApplication {
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly initiateLoginUri: string | null;
  readonly backchannelLogoutUri: string | null;
  readonly authentication: ApplicationAuthentication;
  readonly jwks: VendorApplicationRow['jwks'];
  readonly secrets: readonly ApplicationSecret[];
}

/** What changes of an application; what is not there stays. */
export type VendorApplicationChange = Partial<Omit<NewVendorApplication, 'authentication'>>;

/** The vendor's applications, of no enterprise. */
export class VendorApplicationsRepository {
  constructor(private readonly db: Executor) {}

  insert(id: VendorApplicationId, application: NewVendorApplication): Promise<VendorApplicationRow> {
    const { name, redirectUris, postLogoutRedirectUris, authentication, jwks, secrets } = application;
    return this.db.kysely
      .insertInto('vendor_applications')
      .values({
        id,
        name,
        redirect_uris: [...redirectUris],
        post_logout_redirect_uris: [...postLogoutRedirectUris],
        initiate_login_uri: application.initiateLoginUri,
        backchannel_logout_uri: application.backchannelLogoutUri,
        token_endpoint_auth_method: authentication,
        jwks: jwks && json(jwks),
        secrets: json(secrets),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(id: VendorApplicationId): Promise<VendorApplicationRow | undefined> {
    return this.db.kysely.selectFrom('vendor_applications').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findForUpdate(id: VendorApplicationId): Promise<VendorApplicationRow | undefined> {
    return this.db.kysely
      .selectFrom('vendor_applications')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
  }

  /** Oldest first. */
  list({ limit, after = FIRST_ID }: Keyset): Promise<VendorApplicationRow[]> {
    return this.db.kysely
      .selectFrom('vendor_applications')
      .selectAll()
      .where('id', '>', after as VendorApplicationId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** The oldest one at which a sign-in can be begun by somebody else (OpenID Connect Core §4). */
  findInitiable(): Promise<VendorApplicationRow | undefined> {
    return this.db.kysely
      .selectFrom('vendor_applications')
      .selectAll()
      .where('initiate_login_uri', 'is not', null)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
  }

  update(id: VendorApplicationId, change: VendorApplicationChange): Promise<VendorApplicationRow> {
    const { name, redirectUris, postLogoutRedirectUris, initiateLoginUri, backchannelLogoutUri, jwks, secrets } =
      change;
    return this.db.kysely
      .updateTable('vendor_applications')
      .set({
        ...(name !== undefined && { name }),
        ...(redirectUris && { redirect_uris: [...redirectUris] }),
        ...(postLogoutRedirectUris && { post_logout_redirect_uris: [...postLogoutRedirectUris] }),
        ...(initiateLoginUri !== undefined && { initiate_login_uri: initiateLoginUri }),
        ...(backchannelLogoutUri !== undefined && { backchannel_logout_uri: backchannelLogoutUri }),
        ...(jwks && { jwks: json(jwks) }),
        ...(secrets && { secrets: json(secrets) }),
        version: sql<number>`version + 1`,
        last_modified: sql<string>`now()`,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Its sessions go along. */
  async delete(id: VendorApplicationId): Promise<void> {
    await this.db.kysely.deleteFrom('vendor_applications').where('id', '=', id).execute();
  }
}

function json<Value>(value: Value) {
  return sql<Value>`${JSON.stringify(value)}::jsonb`;
}
