import type { IdpProfileId } from './idp-profile.js';

/** What is mended in Postern, whatever the identity provider is. */
const inPostern = {
  MAPPING_OUTDATED: 'Connection › Attribute mapping › Preview and accept',
  SSO_TEST_STALE: 'Connection › Single sign-on › Test sign-in',
  CERTIFICATE_EXPIRED: 'Connection › Single sign-on › Certificates › Add',
  CERTIFICATE_EXPIRING: 'Connection › Single sign-on › Certificates › Add',
  METADATA_UNREACHABLE: 'Connection › Single sign-on › Metadata',
  METADATA_CHANGED: 'Connection › Single sign-on › Metadata › Import again',
  DOMAIN_UNVERIFIED: 'Enterprise › Domains › Verify',
  TOKEN_SCOPE_INSUFFICIENT: 'Connection › Provisioning › Tokens › New token',
  PROVISIONING_HOLD: 'Enterprise › Holds › Restore or Resume',
  NO_BREAK_GLASS: 'Enterprise › Administrators › API keys › New key',
} as const;

const paths = {
  okta: {
    ...inPostern,
    LOGIN_ATTRIBUTE_MISSING: 'Okta › Applications › the application › Sign On › Attribute Statements',
    LOGIN_MISMATCH: 'Okta › Applications › the application › Sign On › Application username',
    CERTIFICATE_EXPIRED: 'Okta › Applications › the application › Sign On › SAML Signing Certificates',
    CERTIFICATE_EXPIRING: 'Okta › Applications › the application › Sign On › SAML Signing Certificates',
    TOKEN_EXPIRING: 'Okta › Applications › the application › Provisioning › Integration › Edit › Authorization',
    TOKEN_UNUSED:
      'Okta › Applications › the application › Provisioning › Integration › Edit › Test Connector Configuration',
    ENTRA_FLAG_MISSING: 'Okta › Applications › the application › Provisioning › Integration › SCIM connector base URL',
    GROUPS_OVERAGE: 'Okta › Applications › the application › Sign On › Group Attribute Statements',
    IDP_SILENT: 'Okta › Applications › the application › Provisioning › To App',
  },
  'entra-id': {
    ...inPostern,
    LOGIN_ATTRIBUTE_MISSING:
      'Microsoft Entra ID › Enterprise applications › the application › Single sign-on › Attributes & Claims',
    LOGIN_MISMATCH:
      'Microsoft Entra ID › Enterprise applications › the application › Provisioning › Mappings › Provision Microsoft Entra ID Users › userName',
    CERTIFICATE_EXPIRED:
      'Microsoft Entra ID › Enterprise applications › the application › Single sign-on › SAML Certificates',
    CERTIFICATE_EXPIRING:
      'Microsoft Entra ID › Enterprise applications › the application › Single sign-on › SAML Certificates',
    TOKEN_EXPIRING:
      'Microsoft Entra ID › Enterprise applications › the application › Provisioning › Admin Credentials › Secret Token',
    TOKEN_UNUSED:
      'Microsoft Entra ID › Enterprise applications › the application › Provisioning › Admin Credentials › Test Connection',
    ENTRA_FLAG_MISSING:
      'Microsoft Entra ID › Enterprise applications › the application › Provisioning › Admin Credentials › Tenant URL',
    GROUPS_OVERAGE:
      'Microsoft Entra ID › Enterprise applications › the application › Single sign-on › Attributes & Claims › Groups assigned to the application',
    IDP_SILENT:
      'Microsoft Entra ID › Enterprise applications › the application › Provisioning › Overview › Start provisioning',
  },
  jumpcloud: {
    ...inPostern,
    LOGIN_ATTRIBUTE_MISSING: 'JumpCloud › SSO Applications › the application › SSO › User Attribute Mapping',
    LOGIN_MISMATCH: 'JumpCloud › SSO Applications › the application › SSO › SAMLSubject NameID',
    CERTIFICATE_EXPIRED: 'JumpCloud › SSO Applications › the application › SSO › JumpCloud Metadata',
    CERTIFICATE_EXPIRING: 'JumpCloud › SSO Applications › the application › SSO › JumpCloud Metadata',
    TOKEN_EXPIRING: 'JumpCloud › SSO Applications › the application › Identity Management › Token Key',
    TOKEN_UNUSED: 'JumpCloud › SSO Applications › the application › Identity Management › Test Connection',
    ENTRA_FLAG_MISSING: 'JumpCloud › SSO Applications › the application › Identity Management › Base URL',
    GROUPS_OVERAGE: 'JumpCloud › SSO Applications › the application › SSO › Group Attributes',
    IDP_SILENT: 'JumpCloud › SSO Applications › the application › Identity Management › Activate',
  },
  generic: {
    ...inPostern,
    LOGIN_ATTRIBUTE_MISSING: 'Identity provider › the application › attributes that are sent at sign-in',
    LOGIN_MISMATCH:
      'Identity provider › the application › login that is sent at sign-in, and userName that is provisioned',
    TOKEN_EXPIRING: 'Identity provider › the application › provisioning › bearer token',
    TOKEN_UNUSED: 'Identity provider › the application › provisioning › bearer token',
    ENTRA_FLAG_MISSING: 'Identity provider › the application › provisioning › base URL',
    GROUPS_OVERAGE: 'Identity provider › the application › groups that are sent at sign-in',
    IDP_SILENT: 'Identity provider › the application › provisioning',
  },
} as const;

/** Of what there is a click path. */
type MendableWarning = keyof (typeof paths)['generic'];

/** Where each warning is mended: the labels of the identity provider's own console, or those of the assistant. */
export const warningClickPaths: Readonly<Record<IdpProfileId, Readonly<Record<MendableWarning, string>>>> = paths;
