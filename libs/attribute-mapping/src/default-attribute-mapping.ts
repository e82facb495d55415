import type { AttributeMapping, Sources } from './attribute-mapping.js';
import type { AttributeSource, ScimPath, SingleSource } from './attribute-source.js';

const NAME_ID: SingleSource = { nameId: true };
const attributes = (...names: readonly string[]): readonly SingleSource[] => names.map(attribute => ({ attribute }));
const claims = (...names: readonly string[]): readonly SingleSource[] => names.map(claim => ({ claim }));
const paths = (...all: readonly ScimPath[]): readonly SingleSource[] => all.map(path => ({ path }));
const joined = (join: readonly SingleSource[]): AttributeSource => ({ join });

const SOAP_CLAIMS = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const MICROSOFT_CLAIMS = 'http://schemas.microsoft.com';
// Attributes by the OIDs of RFC 4519, RFC 4524, RFC 2798 and eduPerson, as Shibboleth and Keycloak send them.
const OID = {
  givenName: 'urn:oid:2.5.4.42',
  sn: 'urn:oid:2.5.4.4',
  displayName: 'urn:oid:2.16.840.1.113730.3.1.241',
  mail: 'urn:oid:0.9.2342.19200300.100.1.3',
  eduPersonPrincipalName: 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6',
  isMemberOf: 'urn:oid:1.3.6.1.4.1.5923.1.5.1.1',
};

const entra = {
  login: [...attributes(`${SOAP_CLAIMS}/name`), NAME_ID],
  // Entra ID's `…/claims/name` is the user principal name; what a person is called is in another namespace.
  name: [
    ...attributes(`${MICROSOFT_CLAIMS}/identity/claims/displayname`),
    joined(attributes(`${SOAP_CLAIMS}/givenname`, `${SOAP_CLAIMS}/surname`)),
  ],
  email: attributes(`${SOAP_CLAIMS}/emailaddress`),
  groups: attributes(`${MICROSOFT_CLAIMS}/ws/2008/06/identity/claims/groups`),
} satisfies Record<string, Sources>;

const login: Sources = [...attributes('login'), NAME_ID];
const nameFrom = (first: string, last: string): Sources => [
  ...attributes('name', 'displayName'),
  joined(attributes(first, last)),
];

/**
 * The mapping of a vendor that has published none: what Okta, Entra ID and JumpCloud send when their forms are filled as usual,
 * the standard claims of OpenID Connect Core §5.1, and the core User schema of RFC 7643 §4.1. Only the login is required.
 */
export const defaultAttributeMapping: AttributeMapping = {
  targets: {
    login: {
      required: true,
      sources: {
        saml: [...attributes('login', 'username', OID.eduPersonPrincipalName, 'uid'), NAME_ID],
        oidc: claims('preferred_username', 'email'),
        scim: paths({ attribute: 'userName' }),
      },
      profiles: {
        okta: { saml: login },
        // `upn` is there in tokens of version 1.
        'entra-id': { saml: entra.login, oidc: claims('preferred_username', 'upn', 'email') },
        jumpcloud: { saml: login },
      },
    },
    name: {
      required: false,
      sources: {
        saml: [
          ...attributes('name', 'displayName', OID.displayName),
          joined(attributes('firstName', 'lastName')),
          joined(attributes('givenName', 'sn')),
          joined(attributes(OID.givenName, OID.sn)),
        ],
        oidc: [...claims('name'), joined(claims('given_name', 'family_name'))],
        scim: [
          ...paths({ attribute: 'displayName' }, { attribute: 'name', subAttribute: 'formatted' }),
          joined(
            paths({ attribute: 'name', subAttribute: 'givenName' }, { attribute: 'name', subAttribute: 'familyName' }),
          ),
        ],
      },
      profiles: {
        okta: { saml: nameFrom('firstName', 'lastName') },
        'entra-id': { saml: entra.name },
        jumpcloud: { saml: nameFrom('firstname', 'lastname') },
      },
    },
    email: {
      required: false,
      sources: {
        saml: attributes('email', 'mail', 'emailAddress', OID.mail, `${SOAP_CLAIMS}/emailaddress`),
        oidc: claims('email'),
        scim: paths(
          { attribute: 'emails', where: { subAttribute: 'primary', equals: true }, subAttribute: 'value' },
          { attribute: 'emails', where: { subAttribute: 'type', equals: 'work' }, subAttribute: 'value' },
          { attribute: 'emails', subAttribute: 'value' },
        ),
      },
      profiles: {
        okta: { saml: attributes('email') },
        'entra-id': { saml: entra.email },
        jumpcloud: { saml: attributes('email') },
      },
    },
    groups: {
      required: false,
      sources: {
        saml: attributes('groups', 'memberOf', OID.isMemberOf),
        oidc: claims('groups'),
        scim: paths({ attribute: 'groups', subAttribute: 'display' }),
      },
      profiles: {
        okta: { saml: attributes('groups') },
        'entra-id': { saml: entra.groups },
        // JumpCloud's form proposes this name, for both protocols.
        jumpcloud: { saml: attributes('memberOf', 'groups'), oidc: claims('memberOf', 'groups') },
      },
    },
  },
};
