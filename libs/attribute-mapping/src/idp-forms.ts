import type { IdpProfileId, Protocol } from './attribute-mapping.js';

/** What to do in the forms of an identity provider; `{name}` is the name to send, `{value}` what it must hold. */
export interface IdpForm {
  readonly attribute: string;
  readonly groups: string;
  /** Only SAML has a NameID. */
  readonly nameId?: string;
}

/** The forms in which an administrator says what is sent, in the words that stand on them. */
export const idpForms: Readonly<Record<IdpProfileId, Readonly<Record<Protocol, IdpForm>>>> = {
  okta: {
    saml: {
      attribute:
        'In Okta, open the application, "Sign On" tab, "Attribute Statements", and add {name} with {value} as its value.',
      groups:
        'In Okta, open the application, "Sign On" tab, "Group Attribute Statements", and add {name} with a filter that lets {value} through.',
      nameId:
        'In Okta, open the application, "Sign On" tab, and choose for "Application username" the field that holds {value}: it is sent as NameID.',
    },
    oidc: {
      attribute:
        'In Okta, open "Security", "API", the authorization server, "Claims", and add the claim {name} with {value} as its value.',
      groups:
        'In Okta, open the application, "Sign On" tab, "OpenID Connect ID Token", and set the "Groups claim filter" to {name} with a filter that lets {value} through.',
    },
    scim: {
      attribute:
        'In Okta, open the application, "Provisioning" tab, "To App", "Attribute Mappings", and map {value} to {name}.',
      groups: 'In Okta, open the application, "Push Groups" tab, and push {value}: they are sent as {name}.',
    },
  },
  'entra-id': {
    saml: {
      attribute:
        'In Microsoft Entra ID, open the enterprise application, "Single sign-on", "Attributes & Claims", "Add new claim", and add {name} with {value} as its source attribute.',
      groups:
        'In Microsoft Entra ID, open the enterprise application, "Single sign-on", "Attributes & Claims", "Add a group claim", and choose {value}: they are sent as {name}.',
      nameId:
        'In Microsoft Entra ID, open the enterprise application, "Single sign-on", "Attributes & Claims", and choose for "Unique User Identifier (Name ID)" the source attribute that holds {value}.',
    },
    oidc: {
      attribute:
        'In Microsoft Entra ID, open the app registration, "Token configuration", "Add optional claim", and add {name} to the ID token: it must hold {value}.',
      groups:
        'In Microsoft Entra ID, open the app registration, "Token configuration", "Add groups claim", and choose {value}: they are sent as {name}.',
    },
    scim: {
      attribute:
        'In Microsoft Entra ID, open the enterprise application, "Provisioning", "Mappings", "Provision Microsoft Entra ID Users", and map {value} to {name}.',
      groups:
        'In Microsoft Entra ID, open the enterprise application, "Provisioning", "Mappings", and enable "Provision Microsoft Entra ID Groups": {value} are sent as {name}.',
    },
  },
  jumpcloud: {
    saml: {
      attribute:
        'In JumpCloud, open the application, "SSO" tab, "User Attribute Mapping", and add the Service Provider Attribute Name {name} with {value} as its JumpCloud Attribute Name.',
      groups:
        'In JumpCloud, open the application, "SSO" tab, "Group Attributes", select "include group attribute" and name it {name}: it holds {value}.',
      nameId:
        'In JumpCloud, open the application, "SSO" tab, and choose for "SAMLSubject NameID" the field that holds {value}.',
    },
    oidc: {
      attribute:
        'In JumpCloud, open the application, "SSO" tab, "User Attribute Mapping", and add the Service Provider Attribute Name {name} with {value} as its JumpCloud Attribute Name.',
      groups:
        'In JumpCloud, open the application, "SSO" tab, "Group Attributes", select "include group attribute" and name it {name}: it holds {value}.',
    },
    scim: {
      // Its custom SCIM connector has no mapping form.
      attribute:
        'JumpCloud sends a fixed set of SCIM attributes. Fill the field of the user in JumpCloud from which it sends {name}: it must hold {value}.',
      groups:
        'In JumpCloud, open the application, "Identity Management" tab, and switch on "Enable management of User Groups and Group Membership in this application": {value} are sent as {name}.',
    },
  },
  generic: {
    saml: {
      attribute: 'In the identity provider, have the SAML assertion carry the attribute {name} with {value}.',
      groups: 'In the identity provider, have the SAML assertion carry the attribute {name} with {value}.',
      nameId: 'In the identity provider, have the NameID of the SAML assertion hold {value}.',
    },
    oidc: {
      attribute: 'In the identity provider, have the ID token carry the claim {name} with {value}.',
      groups: 'In the identity provider, have the ID token carry the claim {name} with {value}.',
    },
    scim: {
      attribute: 'In the identity provider, have its SCIM client send {name} with {value}.',
      groups: 'In the identity provider, have its SCIM client send {value}: they become {name}.',
    },
  },
};
