import { LIST_RESPONSE_URN } from './message-urns.js';

/** One page of resources as it travels (RFC 7644 §3.4.2). */
export interface ListResponse<Resource> {
  readonly schemas: readonly [typeof LIST_RESPONSE_URN];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly Resource[];
}

/**
 * Gives the ListResponse of one page (RFC 7644 §3.4.2). All members are always there, `Resources: []` too: JumpCloud's and
 * Microsoft's tests read them unasked. `itemsPerPage` is what the page holds, not what was asked for.
 */
export function toListResponse<Resource>(
  resources: readonly Resource[],
  { totalResults, startIndex }: { readonly totalResults: number; readonly startIndex: number },
): ListResponse<Resource> {
  return {
    schemas: [LIST_RESPONSE_URN],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}
