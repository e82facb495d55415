import type { Precondition, ResourceType } from '#libs/scim-protocol';
import type { ScimScope } from '#libs/tokens';
import type { WireResource } from './resource-reply.js';
import type { ScimPrincipal } from './scim-principal.js';

/** What one endpoint such as `/Users` does with one resource, for those who reach it otherwise than by its own routes. */
export interface ResourceEndpoint {
  readonly resourceType: ResourceType;
  readonly readScope: ScimScope;
  readonly writeScope: ScimScope;
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

  /** The endpoint with this name (`Users`), whatever its letter case. */
  find(name: string): ResourceEndpoint | undefined {
    return this.byName.get(name.toLowerCase());
  }
}
