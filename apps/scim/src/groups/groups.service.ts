import { Injectable } from '@nestjs/common';
import {
  Database,
  type DirectoryGroup,
  type DirectoryGroupId,
  isUuid,
  Last,
  type LockedGroup,
  type Repositories,
} from '#libs/persistence';
import {
  applyPatch,
  checkPrecondition,
  groupResourceType,
  type ListQuery,
  type ListResponse,
  type MemberStep,
  parseGroup,
  parsePatchOp,
  planGroupPatch,
  type Precondition,
  type Projection,
  replaceGroup,
  type ResourceType,
  sameResource,
  type ScimAttributes,
  ScimError,
} from '#libs/scim-protocol';
import { toDirectoryQuery, toPagedResponse } from '../http/list-page.js';
import type { ResourceEndpoint, SelectedResources, Selection } from '../http/resource-endpoint.js';
import type { WireResource } from '../http/resource-reply.js';
import type { TracedResource } from '../http/request-log/request-trace.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { carryMembers } from './carry-members.js';
import { changeMembers } from './change-members.js';
import { toScimGroup } from './group.mapper.js';
import { type GroupForm, writeGroup } from './write-group.js';

/** A group after a change, and what becomes of its members; undefined leaves them. */
interface GroupChange {
  readonly resource: ScimAttributes;
  readonly members: readonly MemberStep[];
}

/** SCIM's operations on groups. They answer without members, which are read when the answer is written. */
@Injectable()
export class GroupsService implements ResourceEndpoint {
  readonly resourceType = groupResourceType;
  readonly readScope = 'groups:read';
  readonly writeScope = 'groups:write';

  constructor(
    private readonly database: Database,
    private readonly settings: ScimSettings,
  ) {}

  /** RFC 7644 §3.3. Several groups may have one name. */
  async create(principal: ScimPrincipal, body: unknown): Promise<WireResource> {
    const baseUrl = this.settings.baseUrl(principal);
    const { attributes, members = [] } = parseGroup(body, principal.tolerances, this.settings);
    const group = await this.database.writeDirectory(principal, async repositories => {
      const inserted = await repositories.directoryGroups.insert(principal, attributes);
      const { changed } = await changeMembers(repositories, principal, { id: inserted.id, baseUrl }, [
        { kind: 'change', add: members, remove: [] },
      ]);
      principal.trace.resource = { ...named(inserted), after: attributes, members: changed };
      return inserted;
    });
    return this.toWire(principal, group);
  }

  /** RFC 7644 §3.4.1. */
  async get(principal: ScimPrincipal, id: string): Promise<WireResource> {
    const group = isUuid(id)
      ? await this.database.repositories.directoryGroups.find(principal, id as DirectoryGroupId)
      : undefined;
    const found = group ?? absent(id);
    principal.trace.resource = named(found);
    return this.toWire(principal, found);
  }

  /** RFC 7644 §3.4.2. */
  async list(principal: ScimPrincipal, query: ListQuery): Promise<ListResponse<WireResource>> {
    const baseUrl = this.settings.baseUrl(principal);
    const page = await this.database.repositories.directoryLists.groups(
      principal,
      toDirectoryQuery(principal, query, { resourceType: groupResourceType, baseUrl }),
    );
    principal.trace.found = page.totalResults;
    if (page.worthClosing) await this.database.countSegments(principal, 'Group');
    const resources = page.resources.map(group => this.toWire(principal, group));
    return toPagedResponse(principal, query, groupResourceType.endpoint, { ...page, resources });
  }

  resourceTypeFor(): ResourceType {
    return groupResourceType;
  }

  async select(principal: ScimPrincipal, { startIndex, ...selection }: Selection): Promise<SelectedResources> {
    const { resources, totalResults } = await this.database.repositories.directoryLists.groups(principal, {
      ...selection,
      from: { startIndex },
      resourceType: groupResourceType,
      baseUrl: this.settings.baseUrl(principal),
    });
    return { resources: resources.map(group => this.toWire(principal, group)), totalResults };
  }

  write(principal: ScimPrincipal, group: WireResource, projection: Projection): AsyncIterable<string> {
    return writeGroup(group, this.form(principal, projection));
  }

  /** How groups are written for this connection. */
  form(principal: ScimPrincipal, projection: Projection): GroupForm {
    const members = ({ id }: WireResource) =>
      this.database.repositories.directoryMemberships.list(principal, id as DirectoryGroupId);
    return { projection, baseUrl: this.settings.baseUrl(principal), members };
  }

  /** RFC 7644 §3.5.1. */
  replace(principal: ScimPrincipal, id: string, body: unknown, precondition?: Precondition): Promise<WireResource> {
    return this.change(principal, id, precondition, current => {
      const { attributes, members } = replaceGroup(current, body, principal.tolerances, this.settings);
      return { resource: attributes, members: members ? [{ kind: 'replaceAll', members }] : [] };
    });
  }

  /** RFC 7644 §3.5.2: all operations or none. */
  patch(principal: ScimPrincipal, id: string, body: unknown, precondition?: Precondition): Promise<WireResource> {
    const { tolerances } = principal;
    const { maxOperations, maxMembers } = this.settings;
    const operations = parsePatchOp(body, { tolerances, maxOperations });
    const plan = planGroupPatch(operations, tolerances, { maxMembers });
    return this.change(principal, id, precondition, current => ({
      resource: applyPatch(current, plan.attributeOperations, groupResourceType, tolerances),
      members: plan.memberSteps,
    }));
  }

  /** RFC 7644 §3.6. The members stay users; the groups it was in have one member less. */
  async delete(principal: ScimPrincipal, id: string, precondition?: Precondition): Promise<void> {
    await this.database.writeDirectory(principal, async repositories => {
      const { carriedMemberships, directoryGroups, directoryMemberships } = repositories;
      if (isUuid(id)) await directoryMemberships.lockGroupsOf(principal, id);
      const { group, carries } = await lock(repositories, principal, id);
      principal.trace.resource = { ...named(group), before: group.resource, members: 0 };
      checkPrecondition(precondition, group.version);
      const above = carries ? await carriedMemberships.lockStructure(principal, group.id) : [];
      await directoryGroups.remove(principal, group.id);
      await directoryMemberships.forgetMember(principal, group.id);
      await carriedMemberships.carryOrganizations(principal, above, principal.cause);
    });
  }

  private async change(
    principal: ScimPrincipal,
    id: string,
    precondition: Precondition | undefined,
    next: (current: ScimAttributes) => GroupChange,
  ): Promise<WireResource> {
    const baseUrl = this.settings.baseUrl(principal);
    const group = await this.database.writeDirectory(principal, async repositories => {
      const { directoryGroups } = repositories;
      const locked = await lock(repositories, principal, id);
      const before = locked.group;
      principal.trace.resource = named(before);
      checkPrecondition(precondition, before.version);
      const { resource, members } = next(before.resource);
      const change = await changeMembers(repositories, principal, { id: before.id, baseUrl }, members);
      const { changed } = change;
      principal.trace.resource = { ...named(before), before: before.resource, after: resource, members: changed };
      // RFC 7644 §3.5.2.1: what changes nothing leaves version and lastModified as they are.
      const isRewritten = !sameResource(before.resource, resource);
      if (!isRewritten && changed === 0) return before;
      const { carried } = await carryMembers(repositories, principal, locked, change);
      const written = isRewritten
        ? directoryGroups.update(principal, before.id, resource)
        : directoryGroups.touch(principal, before.id);
      return new Last(Promise.all([written, carried]).then(([after]) => after));
    });
    return this.toWire(principal, group);
  }

  private toWire(principal: ScimPrincipal, group: DirectoryGroup): WireResource {
    return toScimGroup(group, this.settings.baseUrl(principal));
  }
}

function named({ id, displayName }: DirectoryGroup): TracedResource {
  return { type: 'Group', id, name: displayName };
}

async function lock(repositories: Repositories, principal: ScimPrincipal, id: string): Promise<LockedGroup> {
  const locked = isUuid(id) ? await repositories.directoryGroups.lock(principal, id as DirectoryGroupId) : undefined;
  return locked ?? absent(id);
}

/** Another connection's group is the same 404 as none. */
function absent(id: string): never {
  throw ScimError.notFound(
    `There is no group with the id "${id}" in this connection. Look the group up by displayName and use the id that answers.`,
  );
}
