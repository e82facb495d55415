import type { ResourceType } from '#libs/scim-protocol';
import type { ConnectionKey } from '../repositories/connection-key.js';

/** What a filter or an order is about: the resources of one type in one connection. */
export interface FilterScope {
  /** The table that the query reads, under this name. The query itself must ask for the tenant. */
  readonly table: 'directory_users' | 'directory_groups';
  /** With the connection's own extensions. */
  readonly resourceType: ResourceType;
  readonly connection: ConnectionKey;
  /** What stands before the endpoint in `meta.location` and `$ref`. */
  readonly baseUrl: string;
}
