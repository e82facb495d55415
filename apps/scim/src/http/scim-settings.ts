import type { ConnectionKey } from '#libs/persistence';

/** The published limits of this service provider, and where it is. */
export class ScimSettings {
  constructor(
    /** Without a trailing slash. */
    private readonly publicUrl: string,
    readonly maxResults: number,
    readonly maxPayloadBytes: number,
    readonly maxOperations: number,
  ) {}

  /** The page size when a client names none. */
  get defaultCount(): number {
    return Math.min(100, this.maxResults);
  }

  /** The SCIM base URL of a connection, without a trailing slash. */
  baseUrl({ connectionId }: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.publicUrl}/scim/${connectionId}/v2`;
  }
}
