/** How bad a warning is: `blocking` ones keep provisioning from being set up, `info` ones do not change the health. */
export const warningSeverities = ['blocking', 'warning', 'info'] as const;
export type WarningSeverity = (typeof warningSeverities)[number];

interface CodeFacts {
  readonly severity: WarningSeverity;
  /** Raised by something seen, and stored until what is seen says otherwise; the others are computed. */
  readonly isSeen: boolean;
}

const computed = (severity: WarningSeverity): CodeFacts => ({ severity, isSeen: false });
const seen = (severity: WarningSeverity): CodeFacts => ({ severity, isSeen: true });

/** Every code of a warning. Programs may rely on them staying as they are. */
export const warningCodes = {
  /** The vendor has published a newer attribute mapping; `info` when nothing has to be done at the identity provider. */
  MAPPING_OUTDATED: computed('blocking'),
  LOGIN_ATTRIBUTE_MISSING: computed('blocking'),
  /** The login of the sign-in and the SCIM userName of one person disagree. */
  LOGIN_MISMATCH: seen('blocking'),
  SSO_TEST_STALE: computed('blocking'),
  CERTIFICATE_EXPIRED: computed('blocking'),
  CERTIFICATE_EXPIRING: computed('warning'),
  METADATA_UNREACHABLE: seen('warning'),
  METADATA_CHANGED: seen('warning'),
  DOMAIN_UNVERIFIED: seen('warning'),
  TOKEN_EXPIRING: computed('warning'),
  TOKEN_SCOPE_INSUFFICIENT: computed('warning'),
  TOKEN_UNUSED: computed('info'),
  ENTRA_FLAG_MISSING: seen('warning'),
  /** Nobody gets in without single sign-on; the connection can be neither disabled nor deleted. */
  NO_BREAK_GLASS: computed('warning'),
  /** More people lost access at once than is usual: nothing is purged until somebody decides. */
  PROVISIONING_HOLD: computed('warning'),
  GROUPS_OVERAGE: seen('warning'),
  IDP_SILENT: seen('warning'),
} as const satisfies Record<string, CodeFacts>;

/** One of {@link warningCodes}. */
export type WarningCode = keyof typeof warningCodes;
