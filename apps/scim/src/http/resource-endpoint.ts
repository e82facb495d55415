import type { DirectorySort } from '#libs/persistence';
import type { Precondition, Projection, ResolvedFilter, ResourceType } from '#libs/scim-protocol';
import type { ScimScope } from '#libs/tokens';
import type { WireResource } from './resource-reply.js';
import type { ScimPrincipal } from './scim-principal.js';

/** What of one type's resources is wanted; without a filter, all. */
export interface Selection {
  readonly filter?: ResolvedFilter | undefined;
  readonly sort?: DirectorySort | undefined;
  readonly startIndex: number;
  readonly count: number;
}

/** What of one type's resources was found, and how many there are. */
export interface SelectedResources {
  readonly resources: readonly WireResource[];
  readonly totalResults: number;
}

/** What one endpoint such as `/Users` does with one resource, for those who reach it otherwise than by its own routes. */
export interface ResourceEndpoint {
  readonly resourceType: ResourceType;
  readonly readScope: ScimScope;
  readonly writeScope: ScimScope;
  /** With the connection's own extensions. */
  resourceTypeFor(principal: ScimPrincipal): ResourceType;
  /** RFC 7644 §3.3. */
  create(principal: ScimPrincipal, body: unknown): Promise<WireResource>;
  /** RFC 7644 §3.5.1. */
  replace(principal: ScimPrincipal, id: string, body: unknown, precondition?: Precondition): Promise<WireResource>;
  /** RFC 7644 §3.5.2; undefined when the answer has no body. */
  patch(
    principal: ScimPrincipal,
    id: string,
    body: unknown,
    precondition?: Precondition,
  ): Promise<WireResource | undefined>;
  /** A part of a query that covers several types, in the order of their ids unless sorted (RFC 7644 §3.4.2.1). */
  select(principal: ScimPrincipal, selection: Selection): Promise<SelectedResources>;
  /** The JSON of a selected resource, in pieces. */
  write(principal: ScimPrincipal, resource: WireResource, projection: Projection): AsyncIterable<string>;
  /** RFC 7644 §3.6. */
  delete(principal: ScimPrincipal, id: string, precondition?: Precondition): Promise<void>;
}

/** The endpoints there are, by name. */
export class ResourceEndpoints {
  private readonly byName: ReadonlyMap<string, ResourceEndpoint>;

  constructor(endpoints: readonly ResourceEndpoint[]) {
    this.byName = new Map(
      endpoints.map(endpoint => [endpoint.resourceType.endpoint.slice(1).toLowerCase(), endpoint] as const),
    );
  }

  /** Every endpoint, in the order in which a query of all of them answers. */
  all(): readonly ResourceEndpoint[] {
    return [...this.byName.values()];
  }

  /** The endpoint with this name (`Users`), whatever its letter case. */
  find(name: string): ResourceEndpoint | undefined {
    return this.byName.get(name.toLowerCase());
  }
}
