import { Injectable } from '@nestjs/common';
import {
  type ApplicationAuthentication,
  Database,
  installationChain,
  newId,
  type VendorApplicationId,
  type VendorApplicationRow,
} from '#libs/persistence';
import { SafeFetch, SafeFetchError } from '#libs/safe-fetch';
import { type MintedToken, mintToken } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import type { NewVendorApplication, VendorApplication } from './vendor-application.dto.js';
import { auditedBefore, changeOf, toAudited, toVendorApplication } from './vendor-application.mapper.js';
import type {
  CreateVendorApplication,
  RotateApplicationSecret,
  UpdateVendorApplication,
} from './write-vendor-application.dto.js';

const HOUR_MS = 3_600_000;
const OVERLAP_HOURS = 24;
/** The one in use, and those that it took the place of. */
const MAX_SECRETS = 5;

type StoredSecret = VendorApplicationRow['secrets'][number];

/** The vendor's applications, that people sign in to. */
@Injectable()
export class VendorApplicationsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly safeFetch: SafeFetch,
  ) {}

  list(caller: Caller, query: PageQuery): Promise<Page<VendorApplication>> {
    const { vendorApplications } = this.database.repositories;
    return listPage(caller, query, keyset => vendorApplications.list(keyset), toVendorApplication);
  }

  async create(caller: Caller, body: CreateVendorApplication): Promise<NewVendorApplication> {
    const { name, redirectUris, jwks, initiateLoginUri = null, backchannelLogoutUri = null } = body;
    const authentication = body.authentication ?? 'client_secret_basic';
    checkKeys(authentication, jwks);
    await this.checkLogoutUri(backchannelLogoutUri);
    const postLogoutRedirectUris = body.postLogoutRedirectUris ?? [];
    const terms = { name, redirectUris, postLogoutRedirectUris, initiateLoginUri, backchannelLogoutUri } as const;
    return this.transactions.createSecret(caller, async ({ vendorApplications }, record) => {
      const id = newId<VendorApplicationId>();
      const token = hasSecret(authentication) ? mintToken('app') : undefined;
      const row = await vendorApplications.insert(id, {
        ...terms,
        authentication,
        jwks: jwks ? { keys: jwks.keys } : null,
        secrets: token ? [toStored(token)] : [],
      });
      const after = { ...terms, authentication, ...(jwks && { keys: jwks.keys.length }) };
      await record(installationChain, { action: 'vendor_application.created', target: targetOf(id), after });
      return { ...toVendorApplication(row), secret: token?.secret.reveal() ?? null };
    });
  }

  async get(id: VendorApplicationId): Promise<VendorApplication> {
    return toVendorApplication(found(await this.database.repositories.vendorApplications.find(id)));
  }

  async update(caller: Caller, id: VendorApplicationId, body: UpdateVendorApplication): Promise<VendorApplication> {
    await this.checkLogoutUri(body.backchannelLogoutUri ?? null);
    return this.transactions.change(caller, async ({ vendorApplications }, record) => {
      const row = found(await vendorApplications.findForUpdate(id));
      checkVersion(caller, row);
      const change = changeOf(row, body);
      checkKeys(row.token_endpoint_auth_method, change.jwks ?? row.jwks);
      if (Object.keys(change).length === 0) return toVendorApplication(row);
      const updated = await vendorApplications.update(id, change);
      await record(installationChain, {
        action: 'vendor_application.updated',
        target: targetOf(id),
        before: auditedBefore(row, change),
        after: toAudited(change),
      });
      return toVendorApplication(updated);
    });
  }

  async delete(caller: Caller, id: VendorApplicationId): Promise<void> {
    await this.transactions.change(caller, async ({ vendorApplications }, record) => {
      const row = found(await vendorApplications.findForUpdate(id));
      checkVersion(caller, row);
      await vendorApplications.delete(id);
      const before = { name: row.name, redirectUris: row.redirect_uris };
      await record(installationChain, { action: 'vendor_application.deleted', target: targetOf(id), before });
    });
  }

  rotateSecret(caller: Caller, id: VendorApplicationId, body: RotateApplicationSecret): Promise<NewVendorApplication> {
    const until = new Date(Date.now() + (body.overlapHours ?? OVERLAP_HOURS) * HOUR_MS).toISOString();
    return this.transactions.createSecret(caller, async ({ vendorApplications }, record) => {
      const row = found(await vendorApplications.findForUpdate(id));
      if (!hasSecret(row.token_endpoint_auth_method)) {
        throw AdminProblem.invalidRequest([
          { pointer: '/authentication', detail: 'The application authenticates without a secret.' },
        ]);
      }
      const token = mintToken('app');
      const secrets = [toStored(token), ...endingBy(row.secrets, until)].slice(0, MAX_SECRETS);
      const updated = await vendorApplications.update(id, { secrets });
      await record(installationChain, {
        action: 'vendor_application.secret_rotated',
        target: targetOf(id),
        after: { prefix: token.prefix, previousEndsAt: until },
      });
      return { ...toVendorApplication(updated), secret: token.secret.reveal() };
    });
  }

  /** @throws AdminProblem `invalid_request` that says what is wrong with the URL */
  private async checkLogoutUri(url: string | null): Promise<void> {
    if (url === null) return;
    await this.safeFetch.check(url).catch((error: unknown) => {
      if (!(error instanceof SafeFetchError)) throw error;
      throw AdminProblem.invalidRequest([{ pointer: '/backchannelLogoutUri', detail: error.message }]);
    });
  }
}

/** @throws AdminProblem `invalid_request` */
function checkKeys(authentication: ApplicationAuthentication, jwks: object | null | undefined): void {
  const detail = 'An application that authenticates by private_key_jwt has public keys.';
  if (authentication === 'private_key_jwt' && !jwks) throw AdminProblem.invalidRequest([{ pointer: '/jwks', detail }]);
}

function hasSecret(authentication: ApplicationAuthentication): boolean {
  return authentication === 'client_secret_basic' || authentication === 'client_secret_post';
}

function found(row: VendorApplicationRow | undefined): VendorApplicationRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function targetOf(id: VendorApplicationId) {
  return { type: 'vendor_application', id };
}

function toStored({ hash, prefix }: MintedToken): StoredSecret {
  return { hash: hash.toString('base64url'), prefix, expiresAt: null };
}

/** What is still taken goes on until then, and no longer than it would have. */
function endingBy(secrets: readonly StoredSecret[], until: string): readonly StoredSecret[] {
  const now = new Date().toISOString();
  return secrets
    .map(secret => ({
      ...secret,
      expiresAt: secret.expiresAt !== null && secret.expiresAt < until ? secret.expiresAt : until,
    }))
    .filter(({ expiresAt }) => expiresAt > now);
}
