import type { ConnectionKey, ScimTokenId } from '#libs/persistence';
import type { ResourceType, Tolerances } from '#libs/scim-protocol';
import type { ScimScope } from '#libs/tokens';

/** Who is asking: a connection, by one of its tokens. Everything a request reads or writes belongs to it. */
export interface ScimPrincipal extends ConnectionKey {
  readonly tokenId: ScimTokenId;
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array;
  readonly scopes: readonly ScimScope[];
  /** Of the connection's IdP profile. */
  readonly tolerances: Tolerances;
  /** User with the connection's own extensions. */
  readonly userResourceType: ResourceType;
}
