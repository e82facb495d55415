import { Injectable } from '@nestjs/common';
import {
  type ListQuery,
  LIST_RESPONSE_URN,
  type ResourceType,
  resolveFilterForTypes,
  resolveSortByForTypes,
  ScimError,
} from '#libs/scim-protocol';
import { type ResourceEndpoint, ResourceEndpoints, type Selection } from '../http/resource-endpoint.js';
import type { WireResource } from '../http/resource-reply.js';
import type { ScimPrincipal } from '../http/scim-principal.js';

/** What of one type belongs to the page. */
interface Part {
  readonly endpoint: ResourceEndpoint;
  readonly resources: readonly WireResource[];
}

/**
 * Queries of all resource types at once (RFC 7644 §3.4.2.1): the users that match, then the groups that match; each in the
 * order asked for. An attribute that a type does not have counts there as one without a value.
 */
@Injectable()
export class RootSearchService {
  constructor(private readonly endpoints: ResourceEndpoints) {}

  /**
   * The ListResponse as JSON, in pieces.
   * @throws ScimError `invalidFilter`, `invalidValue`; `forbidden` when the token may read none of the types.
   */
  async search(principal: ScimPrincipal, query: ListQuery): Promise<AsyncIterable<string>> {
    if (query.cursor !== undefined)
      throw ScimError.invalidValue('Paging by cursor is for one resource type: ask /Users or /Groups.');
    const parts: Part[] = [];
    let totalResults = 0;
    let wanted = query.count;
    for (const { endpoint, selection } of this.selections(principal, query)) {
      const startIndex = Math.max(1, query.startIndex - totalResults);
      const found = await endpoint.select(principal, { ...selection, startIndex, count: wanted });
      parts.push({ endpoint, resources: found.resources });
      wanted -= found.resources.length;
      totalResults += found.totalResults;
    }
    return writeResponse(principal, query, parts, totalResults);
  }

  /** What is asked of each type the token may read; types of which nothing can match are left out. */
  private selections(
    principal: ScimPrincipal,
    { filter, sortBy, sortOrder = 'ascending' }: ListQuery,
  ): readonly { endpoint: ResourceEndpoint; selection: Omit<Selection, 'startIndex' | 'count'> }[] {
    const readable = this.endpoints.all().filter(({ readScope }) => principal.scopes.includes(readScope));
    if (readable.length === 0) throw ScimError.forbidden('This SCIM token may read neither users nor groups.');
    const types = readable.map(endpoint => endpoint.resourceTypeFor(principal));
    const filters = filter && resolveFilterForTypes(filter, types);
    const sorts = sortBy && resolveSortByForTypes(sortBy, types);
    return readable.flatMap((endpoint, index) => {
      const type = types[index] as ResourceType;
      const selected = filters?.get(type) ?? 'everything';
      const by = sorts?.get(type);
      if (selected === 'nothing') return [];
      return [
        {
          endpoint,
          selection: {
            ...(selected !== 'everything' && { filter: selected }),
            ...(by && { sort: { by, order: sortOrder } }),
          },
        },
      ];
    });
  }
}

async function* writeResponse(
  principal: ScimPrincipal,
  query: ListQuery,
  parts: readonly Part[],
  totalResults: number,
): AsyncIterable<string> {
  const itemsPerPage = parts.reduce((sum, { resources }) => sum + resources.length, 0);
  const envelope = { schemas: [LIST_RESPONSE_URN], totalResults, startIndex: query.startIndex, itemsPerPage };
  yield `${JSON.stringify(envelope).slice(0, -1)},"Resources":[`;
  let separator = '';
  for (const { endpoint, resources } of parts) {
    for (const resource of resources) {
      yield separator;
      yield* endpoint.write(principal, resource, query);
      separator = ',';
    }
  }
  yield ']}';
}
