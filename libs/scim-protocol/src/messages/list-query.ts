import type { Filter } from '../filter/filter.js';
import type { AttributePath } from '../path/attribute-path.js';
import type { Projection } from '../resource/projection.js';

/** A query for resources, read and bounded (RFC 7644 §3.4.2). */
export interface ListQuery extends Projection {
  readonly filter?: Filter;
  /** 1-based, at least 1. */
  readonly startIndex: number;
  /** From 0 to the service provider's maximum. */
  readonly count: number;
  /** Where to go on, as an earlier page has said; `''` asks for the first page by cursor (RFC 9865 §2). */
  readonly cursor?: string;
  /**
   * The `count` that the client gave beside `cursor`, before any limit: on later pages it must be the same, or that is
   * `invalidCount` (RFC 9865 §2.1).
   */
  readonly requestedCount?: number;
  readonly sortBy?: AttributePath;
  /** There exactly when `sortBy` is. */
  readonly sortOrder?: 'ascending' | 'descending';
}

/** The page sizes of a service provider. */
export interface ListLimits {
  /** The most a page may hold; published as `filter.maxResults`. */
  readonly maxResults: number;
  /** The page size when the client names none. */
  readonly defaultCount: number;
}
