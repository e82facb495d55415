import type { IdpProfileId } from './idp-profile.js';

/** The places that refused sign-ins lead to. */
interface Console {
  /** Who may use the application. */
  readonly people: string;
  /** What is sent of a person, and what it is signed and encrypted with. */
  readonly login: string;
  readonly attributes: string;
  readonly signing: string;
  readonly encryption: string;
  /** What was copied there from here. */
  readonly acsUrl: string;
  readonly entityId: string;
  readonly redirectUri: string;
  readonly clientSecret: string;
}

const okta = 'Okta › Applications › the application';
const oktaSaml = `${okta} › General › SAML Settings › Edit`;
const entra = 'Microsoft Entra ID › Enterprise applications › the application';
const entraSaml = `${entra} › Single sign-on`;
const entraApp = 'Microsoft Entra ID › App registrations › the application';
const jumpcloud = 'JumpCloud › SSO Applications › the application';
const any = 'Identity provider › the application';

const consoles: Readonly<Record<IdpProfileId, Console>> = {
  okta: {
    people: `${okta} › Assignments`,
    login: `${okta} › Sign On › Application username`,
    attributes: `${okta} › Sign On › Attribute Statements`,
    signing: `${oktaSaml} › Advanced Settings › Signature Algorithm`,
    encryption: `${oktaSaml} › Advanced Settings › Assertion Encryption`,
    acsUrl: `${oktaSaml} › Single sign-on URL`,
    entityId: `${oktaSaml} › Audience URI (SP Entity ID)`,
    redirectUri: `${okta} › General › Sign-in redirect URIs`,
    clientSecret: `${okta} › General › Client Credentials`,
  },
  'entra-id': {
    people: `${entra} › Users and groups`,
    login: `${entraSaml} › Attributes & Claims › Unique User Identifier (Name ID)`,
    attributes: `${entraSaml} › Attributes & Claims`,
    signing: `${entraSaml} › SAML Certificates › Edit › Signing Option`,
    encryption: `${entra} › Token encryption`,
    acsUrl: `${entraSaml} › Basic SAML Configuration › Reply URL`,
    entityId: `${entraSaml} › Basic SAML Configuration › Identifier (Entity ID)`,
    redirectUri: `${entraApp} › Authentication › Redirect URIs`,
    clientSecret: `${entraApp} › Certificates & secrets`,
  },
  jumpcloud: {
    people: `${jumpcloud} › User Groups`,
    login: `${jumpcloud} › SSO › SAMLSubject NameID`,
    attributes: `${jumpcloud} › SSO › User Attribute Mapping`,
    signing: `${jumpcloud} › SSO › Sign Assertion`,
    encryption: `${jumpcloud} › SSO › SP Certificate`,
    acsUrl: `${jumpcloud} › SSO › ACS URL`,
    entityId: `${jumpcloud} › SSO › SP Entity ID`,
    redirectUri: `${jumpcloud} › SSO › Redirect URIs`,
    clientSecret: `${jumpcloud} › SSO › Client Secret`,
  },
  generic: {
    people: `${any} › who may use it`,
    login: `${any} › NameID or login`,
    attributes: `${any} › attributes or claims`,
    signing: `${any} › signature`,
    encryption: `${any} › encryption`,
    acsUrl: `${any} › assertion consumer service URL`,
    entityId: `${any} › audience (SP entity ID)`,
    redirectUri: `${any} › redirect URI`,
    clientSecret: `${any} › client secret`,
  },
};

const settings = 'Connection › Single sign-on › Settings';
const certificates = 'Connection › Single sign-on › Certificates › Add';
const account = 'Enterprise › Accounts › the account';

/** What is mended in Postern, whatever the identity provider is. */
const inPostern: Readonly<Record<string, string>> = {
  saml_wrong_key: certificates,
  saml_signature: certificates,
  saml_issuer: `${settings} › Entity ID`,
  saml_unsolicited: `${settings} › Sign-ins that the identity provider begins`,
  oidc_issuer_unreachable: `${settings} › Issuer`,
  oidc_discovery_malformed: `${settings} › Issuer`,
  oidc_discovery_issuer: `${settings} › Issuer`,
  oidc_multi_tenant: `${settings} › Issuer`,
  oidc_issuer: `${settings} › Issuer`,
  oidc_tenant: `${settings} › Issuer`,
  oidc_audience: `${settings} › Client ID`,
  oidc_authorized_party: `${settings} › Client ID`,
  connection_not_enabled: 'Connection › Enable',
  settings_changed: 'Connection › Single sign-on › Test sign-in',
  suspended: `${account} › Reactivate`,
  login_of_another: 'Connection › Provisioning › Linking',
  subject_changed: `${account} › Sign-in identities › Forget`,
  no_domain: 'Enterprise › Domains › Add',
};

const atIdp: Readonly<Record<string, keyof Console>> = {
  saml_status: 'people',
  saml_unsigned: 'signing',
  saml_algorithm: 'signing',
  saml_encrypted_unreadable: 'encryption',
  saml_destination: 'acsUrl',
  saml_recipient: 'acsUrl',
  saml_audience: 'entityId',
  saml_subject: 'login',
  oidc_denied: 'people',
  oidc_other_connection: 'redirectUri',
  oidc_client_refused: 'clientSecret',
  oidc_claim_missing: 'attributes',
  login_missing: 'login',
  login_invalid: 'login',
  subject_missing: 'login',
  attribute_missing: 'attributes',
  inactive_in_directory: 'people',
  not_in_directory: 'people',
};

/** Gives where to click to mend what a sign-in was refused for; null when there is nothing to be changed, as after an attack. */
export function signInClickPath(profile: IdpProfileId, code: string): string | null {
  const place = atIdp[code];
  return inPostern[code] ?? (place ? consoles[profile][place] : null);
}
