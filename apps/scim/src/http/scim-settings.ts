import type { ConnectionId, ConnectionKey } from '#libs/persistence';
import type { ServiceConfig } from '#libs/service-kit';

/** The settings of a process that the SCIM service reads. */
export type ScimConfig = Pick<
  ServiceConfig,
  | Extract<keyof ServiceConfig, `SCIM_${string}`>
  | 'ALLOWED_PRIVATE_NETWORKS'
  | 'DATABASE_POOL_SIZE'
  | 'NODE_ENV'
  | 'REQUEST_LOG_DAYS'
  | 'TRUSTED_PROXIES'
>;

/** Several times what one identity provider sends; Entra ID's gallery asks for 25. */
const REQUESTS_PER_SECOND_IN_PRODUCTION = 100;

/** The limits of this service provider, and where it is. */
export class ScimSettings {
  /** Without a trailing slash. */
  private readonly publicUrl: string;
  readonly maxResults: number;
  readonly maxPayloadBytes: number;
  readonly maxOperations: number;
  /** How many members one request may name. */
  readonly maxMembers: number;
  /** Of one token, on average; 0 is no limit. */
  readonly requestsPerSecond: number;
  /** Of one token, at once. */
  readonly requestBurst: number;
  /** Of one remote address; 0 is no limit. */
  readonly failedAuthenticationsPerMinute: number;
  /** Of one connection. */
  readonly concurrentRequests: number;
  /** Of one connection. */
  readonly waitingRequests: number;
  readonly requestTimeoutSeconds: number;
  /** How long requests are kept in the log; 0 is not at all. */
  readonly requestLogDays: number;

  constructor({ publicUrl, config }: { readonly publicUrl: string; readonly config: ScimConfig }) {
    this.publicUrl = publicUrl;
    this.maxResults = config.SCIM_MAX_RESULTS;
    this.maxPayloadBytes = config.SCIM_MAX_PAYLOAD_BYTES;
    this.maxOperations = config.SCIM_MAX_OPERATIONS;
    this.maxMembers = config.SCIM_MAX_MEMBERS;
    this.requestsPerSecond =
      config.SCIM_REQUESTS_PER_SECOND ?? (config.NODE_ENV === 'production' ? REQUESTS_PER_SECOND_IN_PRODUCTION : 0);
    this.requestBurst = config.SCIM_REQUEST_BURST;
    this.failedAuthenticationsPerMinute = config.SCIM_FAILED_AUTHENTICATIONS_PER_MINUTE;
    this.concurrentRequests = config.SCIM_CONCURRENT_REQUESTS ?? Math.max(4, Math.floor(config.DATABASE_POOL_SIZE / 2));
    this.waitingRequests = config.SCIM_WAITING_REQUESTS;
    this.requestTimeoutSeconds = config.SCIM_REQUEST_TIMEOUT_SECONDS;
    this.requestLogDays = config.REQUEST_LOG_DAYS;
  }

  /** The page size when a client names none. */
  get defaultCount(): number {
    return Math.min(100, this.maxResults);
  }

  /** The SCIM base URL of a connection, without a trailing slash. */
  baseUrl({ addressedAs }: { readonly addressedAs: ConnectionId }): string {
    return `${this.issuer({ connectionId: addressedAs })}/v2`;
  }

  /** The issuer identifier of a connection's authorization server (RFC 8414 §2). */
  issuer({ connectionId }: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.publicUrl}/scim/${connectionId}`;
  }

  /** Where OAuth clients of a connection get their access tokens. */
  tokenEndpoint(connection: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.issuer(connection)}/oauth/token`;
  }
}
