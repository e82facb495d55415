import type { ConnectionKey } from '#libs/persistence';

/** Where this installation is reached. */
export class AdminSettings {
  constructor(
    /** Without a trailing slash. */
    private readonly publicUrl: string,
  ) {}

  /** What an administrator enters at the identity provider; without a trailing slash. */
  scimBaseUrl({ connectionId }: Pick<ConnectionKey, 'connectionId'>): string {
    return `${this.publicUrl}/scim/${connectionId}/v2`;
  }
}
