import { LIST_RESPONSE_URN } from './message-urns.js';

/** One page of resources as it travels (RFC 7644 §3.4.2, RFC 9865 §2). */
export interface ListResponse<Resource> {
  readonly schemas: readonly [typeof LIST_RESPONSE_URN];
  /** Absent only in paging by cursor, where it may be unknown. */
  readonly totalResults?: number;
  /** Absent in paging by cursor. */
  readonly startIndex?: number;
  readonly itemsPerPage: number;
  /** On every page but the last. */
  readonly nextCursor?: string;
  /** Never on the first page. */
  readonly previousCursor?: string;
  readonly Resources: readonly Resource[];
}

/** Where a page stands among all results: by index, or by cursor. */
export type PagePosition =
  | { readonly totalResults: number; readonly startIndex: number }
  | { readonly totalResults?: number; readonly nextCursor?: string; readonly previousCursor?: string };

/**
 * Gives the ListResponse of one page (RFC 7644 §3.4.2). In paging by index all members are always there, `Resources: []`
 * too: JumpCloud's and Microsoft's tests read them unasked. `itemsPerPage` is what the page holds, not what was asked for.
 *
 * @example
 * toListResponse(users, { totalResults: 100, nextCursor: 'VZUTiyhEQJ94IR' });
 */
export function toListResponse<Resource>(
  resources: readonly Resource[],
  { totalResults, ...place }: PagePosition,
): ListResponse<Resource> {
  return {
    schemas: [LIST_RESPONSE_URN],
    ...(totalResults !== undefined && { totalResults }),
    ...place,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
