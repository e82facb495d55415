import type {
  Cause,
  ConnectionId,
  ConnectionKey,
  ConnectionSituation,
  EnterpriseId,
  RehearsalId,
  ScimTokenId,
} from '#libs/persistence';
import type { ResourceType, Tolerances } from '#libs/scim-protocol';
import type { ScimScope } from '#libs/tokens';
import type { RequestTrace } from './request-log/request-trace.js';

/** Who is asking: a connection, by one of its tokens. Everything a request reads or writes belongs to it. */
export interface ScimPrincipal extends ConnectionKey {
  /** Null in a rehearsal. */
  readonly tokenId: ScimTokenId | null;
  /** The connection in the URL. */
  readonly addressedAs: ConnectionId;
  /** The rehearsal that the request is part of, and whose; then the directory is that of the rehearsal. */
  readonly rehearsal?: { readonly id: RehearsalId; readonly enterpriseId: EnterpriseId };
  readonly idpProfile: string;
  /** SHA-256 of the token. */
  readonly tokenHash: Uint8Array;
  readonly scopes: readonly ScimScope[];
  /** Of the connection's IdP profile. */
  readonly tolerances: Tolerances;
  /** Who changes what this request changes. */
  readonly cause: Cause;
  /** As it was when the request came; what is decided by it holds only if it is still so in the transaction. */
  readonly situation: ConnectionSituation;
  /** The connection is paused, and what would change its directory is refused. */
  readonly refusesChanges: boolean;
  /** What is remembered of the request for its log. */
  readonly trace: RequestTrace;
  /** User with the connection's own extensions. */
  readonly userResourceType: ResourceType;
}
