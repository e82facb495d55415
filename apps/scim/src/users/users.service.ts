import { Injectable } from '@nestjs/common';
import { Database, type DirectoryUser, type DirectoryUserId, isUuid, Last, type Repositories } from '#libs/persistence';
import { planEffect, writeEffect } from '#libs/provisioning';
import {
  applyPatch,
  checkPrecondition,
  type ListQuery,
  type ListResponse,
  parsePatchOp,
  parseResource,
  type Precondition,
  projectResource,
  type Projection,
  replaceResource,
  type ResourceType,
  returnsAttribute,
  type ScimAttributes,
  userResourceType,
  writtenAttributes,
} from '#libs/scim-protocol';
import { toDirectoryQuery, toPagedResponse } from '../http/list-page.js';
import type { ResourceEndpoint, SelectedResources, Selection } from '../http/resource-endpoint.js';
import { WRITTEN, type WireResource } from '../http/resource-reply.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { absent, changeUser, lock, lockLinked } from './change-user.js';
import { removeUser, storePostedUser } from './store-posted-user.js';
import { toScimUser } from './user.mapper.js';

/** SCIM's operations on users: the directory is written and the effect carried to the account in one transaction. */
@Injectable()
export class UsersService implements ResourceEndpoint {
  readonly resourceType = userResourceType;
  readonly readScope = 'users:read';
  readonly writeScope = 'users:write';

  constructor(
    private readonly database: Database,
    private readonly settings: ScimSettings,
  ) {}

  /**
   * RFC 7644 §3.3; a POST that names an inactive user brings that user back under the same id.
   * @throws ScimError `uniqueness` when an active user has the userName.
   */
  async create(principal: ScimPrincipal, body: unknown): Promise<WireResource> {
    const given = parseResource(body, principal.userResourceType, principal.tolerances);
    const posted: ScimAttributes = { active: true, ...given };
    const user = await storePostedUser(this.database, principal, posted, body);
    return {
      ...this.toWire(principal, user),
      [WRITTEN]: writtenAttributes(undefined, user.resource, principal.userResourceType),
    };
  }

  /** RFC 7644 §3.4.1. */
  async get(principal: ScimPrincipal, id: string, projection: Projection): Promise<WireResource> {
    const { directoryUsers } = this.database.repositories;
    const wantsGroups = returnsAttribute('groups', userResourceType, projection);
    const user = isUuid(id) ? await directoryUsers.find(principal, id as DirectoryUserId, { wantsGroups }) : undefined;
    const found = user ?? absent(id);
    principal.trace.resource = { type: 'User', id: found.id, name: found.userName };
    return this.toWireWithGroups(principal, found);
  }

  /** RFC 7644 §3.4.2. Inactive users are found and listed like all others. */
  async list(principal: ScimPrincipal, query: ListQuery): Promise<ListResponse<WireResource>> {
    const baseUrl = this.settings.baseUrl(principal);
    const page = await this.database.repositories.directoryLists.users(principal, {
      ...toDirectoryQuery(principal, query, { resourceType: principal.userResourceType, baseUrl }),
      withGroups: returnsAttribute('groups', userResourceType, query),
    });
    principal.trace.found = page.totalResults;
    if (page.worthClosing) await this.database.countSegments(principal, 'User');
    const resources = page.resources.map(user => this.toWire(principal, user));
    return toPagedResponse(principal, query, userResourceType.endpoint, { ...page, resources });
  }

  resourceTypeFor({ userResourceType }: ScimPrincipal): ResourceType {
    return userResourceType;
  }

  async select(principal: ScimPrincipal, { startIndex, ...selection }: Selection): Promise<SelectedResources> {
    const { resources, totalResults } = await this.database.repositories.directoryLists.users(principal, {
      ...selection,
      from: { startIndex },
      resourceType: principal.userResourceType,
      baseUrl: this.settings.baseUrl(principal),
    });
    return { resources: resources.map(user => this.toWire(principal, user)), totalResults };
  }

  async *write(principal: ScimPrincipal, user: WireResource, projection: Projection): AsyncIterable<string> {
    yield JSON.stringify(projectResource(user, principal.userResourceType, projection));
  }

  /** RFC 7644 §3.5.1. */
  replace(principal: ScimPrincipal, id: string, body: unknown, precondition?: Precondition): Promise<WireResource> {
    return this.change(principal, id, precondition, current =>
      replaceResource(current, body, principal.userResourceType, principal.tolerances),
    );
  }

  /** RFC 7644 §3.5.2: all operations or none. */
  patch(principal: ScimPrincipal, id: string, body: unknown, precondition?: Precondition): Promise<WireResource> {
    const { tolerances } = principal;
    const operations = parsePatchOp(body, { tolerances, maxOperations: this.settings.maxOperations });
    return this.change(principal, id, precondition, current =>
      applyPatch(current, operations, principal.userResourceType, tolerances),
    );
  }

  /** RFC 7644 §3.6. The person loses access in the same transaction; the record stays behind the scenes. */
  async delete(principal: ScimPrincipal, id: string, precondition?: Precondition): Promise<void> {
    await this.database.writeDirectory(principal, async repositories => {
      const [, user, linked] = await Promise.all([
        lockGroupsOf(repositories, principal, id),
        lock(repositories, principal, id),
        lockLinked(repositories, principal, id),
      ]);
      const named = { type: 'User', id: user.id, name: user.userName } as const;
      principal.trace.resource = named;
      checkPrecondition(precondition, user.version);
      const change = { before: user, after: user, removed: true };
      const effect = await planEffect(repositories, principal, change, linked);
      principal.trace.resource = { ...named, before: user.resource, effect: effect.effect };
      const removed = removeUser(repositories, principal, user.id, 'deleted');
      return new Last(Promise.all([removed, writeEffect(repositories, principal, effect, principal.cause)]));
    });
  }

  private async change(
    principal: ScimPrincipal,
    id: string,
    precondition: Precondition | undefined,
    next: (current: ScimAttributes) => ScimAttributes,
  ): Promise<WireResource> {
    const { user, written } = await changeUser(this.database, principal, { id, precondition, next });
    return { ...(await this.toWireWithGroups(principal, user)), [WRITTEN]: written };
  }

  private async toWireWithGroups(principal: ScimPrincipal, user: DirectoryUser): Promise<WireResource> {
    return this.toWire(principal, await this.database.repositories.directoryUsers.withGroups(principal, user));
  }

  private toWire(principal: ScimPrincipal, user: DirectoryUser): WireResource {
    return toScimUser(user, principal.userResourceType, this.settings.baseUrl(principal));
  }
}

/** Groups are locked before their members, everywhere. */
async function lockGroupsOf(
  { directoryMemberships }: Repositories,
  principal: ScimPrincipal,
  id: string,
): Promise<void> {
  if (isUuid(id)) await directoryMemberships.lockGroupsOf(principal, id);
}
