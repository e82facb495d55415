import type { AttributeMapping } from '#libs/attribute-mapping';
import type { ConnectionRow, HoldRow, RaisedWarningRow, ScimTokenRow } from '#libs/persistence';

/** A version of the attribute mapping; 0 is the one that is built in. */
export interface MappingVersion {
  readonly version: number;
  readonly mapping: AttributeMapping;
  /** ISO 8601; null for the one that is built in. */
  readonly publishedAt: string | null;
}

/** All that the warnings of a connection are told from. */
export interface ConnectionFacts {
  readonly connection: Pick<
    ConnectionRow,
    'idp_profile' | 'provisioning_mode' | 'sso_settings' | 'sso_test' | 'mapping_version' | 'pending_revision'
  >;
  readonly accepted: MappingVersion;
  readonly latest: MappingVersion;
  /** The tokens that were made by hand and are not revoked. */
  readonly tokens: readonly Pick<
    ScimTokenRow,
    'id' | 'prefix' | 'scopes' | 'created_at' | 'expires_at' | 'last_used_at' | 'replaced_by'
  >[];
  /** Whether somebody administrates the enterprise without single sign-on. */
  readonly hasAdministrator: boolean;
  /** The hold of the enterprise that has not ended. */
  readonly hold: Pick<HoldRow, 'id' | 'since' | 'accounts' | 'of_accounts' | 'created_at' | 'outcome'> | undefined;
  readonly raised: readonly RaisedWarningRow[];
}
