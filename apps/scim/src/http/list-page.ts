import type { DirectoryListQuery, DirectoryPage } from '#libs/persistence';
import {
  type ListQuery,
  type ListResponse,
  type ResourceType,
  resolveFilter,
  resolveSortBy,
  toListResponse,
} from '#libs/scim-protocol';
import { readCursor, writeCursor } from './list-cursor.js';
import type { ScimPrincipal } from './scim-principal.js';

/**
 * A list request as the directory understands it.
 * @throws ScimError `invalidFilter`, `invalidValue`, `invalidCursor`, `expiredCursor` or `invalidCount`
 */
export function toDirectoryQuery(
  principal: ScimPrincipal,
  query: ListQuery,
  { resourceType, baseUrl }: { readonly resourceType: ResourceType; readonly baseUrl: string },
): DirectoryListQuery {
  const { filter, sortBy, sortOrder = 'ascending', count, startIndex } = query;
  return {
    resourceType,
    baseUrl,
    count,
    filter: filter && resolveFilter(filter, resourceType),
    sort: sortBy && { by: resolveSortBy(sortBy, resourceType), order: sortOrder },
    from: query.cursor === undefined ? { startIndex } : { after: readCursor(principal, resourceType.endpoint, query) },
  };
}

/** The answer to a list request: paged as it was asked for (RFC 7644 §3.4.2.4, RFC 9865). */
export function toPagedResponse<Resource>(
  principal: ScimPrincipal,
  query: ListQuery,
  endpoint: string,
  { resources, totalResults, end }: DirectoryPage<Resource>,
): ListResponse<Resource> {
  if (query.cursor === undefined) return toListResponse(resources, { totalResults, startIndex: query.startIndex });
  return toListResponse(resources, {
    totalResults,
    ...(end && { nextCursor: writeCursor(principal, endpoint, query, end) }),
  });
}
