import { act, copy, enter, type IdpGuide } from './guide.js';

const APPLICATION = 'Okta Admin Console › Applications › Applications';

/** Okta: a custom application of the App Integration Wizard. */
export const oktaGuide: IdpGuide = {
  saml: [
    {
      id: 'create',
      title: 'Create an application',
      at: `${APPLICATION} › Create App Integration`,
      fields: [
        enter('Sign-in method', 'SAML 2.0'),
        act('press', 'Next'),
        enter('App name', 'What people know the product by'),
        act('press', 'Next'),
      ],
    },
    {
      id: 'values',
      title: 'Tell Okta about us',
      at: 'Create SAML Integration › Configure SAML › SAML Settings',
      fields: [
        copy('Single sign-on URL', 'acsUrl'),
        act('tick', 'Use this for Recipient URL and Destination URL'),
        copy('Audience URI (SP Entity ID)', 'entityId'),
        enter('Name ID format', 'Unspecified'),
        enter('Application username', 'Okta username'),
      ],
    },
    {
      id: 'attributes',
      title: 'Send attributes',
      at: 'Create SAML Integration › Configure SAML › Attribute Statements',
      text: 'Add one row for each. Then finish the wizard.',
      fields: [
        enter('login', 'user.login'),
        enter('email', 'user.email'),
        enter('firstName', 'user.firstName'),
        enter('lastName', 'user.lastName'),
      ],
    },
    {
      id: 'assign',
      title: 'Assign yourself',
      at: `${APPLICATION} › the application › Assignments`,
      text: 'Only people who are assigned can sign in. Begin with yourself, to test it.',
      fields: [act('press', 'Assign › Assign to People')],
    },
    {
      id: 'metadata',
      title: 'Find the metadata',
      at: `${APPLICATION} › the application › Sign On › SAML 2.0 › Metadata details`,
      text: 'Copy the address. You need it next.',
      fields: [act('find', 'Metadata URL')],
    },
  ],
  oidc: [
    {
      id: 'create',
      title: 'Create an application',
      at: `${APPLICATION} › Create App Integration`,
      fields: [
        enter('Sign-in method', 'OIDC - OpenID Connect'),
        enter('Application type', 'Web Application'),
        act('press', 'Next'),
      ],
    },
    {
      id: 'values',
      title: 'Tell Okta about us',
      at: 'New Web App Integration › General Settings',
      fields: [
        enter('App integration name', 'What people know the product by'),
        act('tick', 'Authorization Code'),
        copy('Sign-in redirect URIs', 'oidcRedirectUri'),
        enter('Controlled access', 'Limit access to selected groups'),
        act('press', 'Save'),
      ],
    },
    {
      id: 'credentials',
      title: 'Find the credentials',
      at: `${APPLICATION} › the application › General › Client Credentials`,
      text: 'The issuer is the address of your Okta organization, such as https://acme.okta.com.',
      fields: [act('find', 'Client ID'), act('find', 'CLIENT SECRETS › Secret')],
    },
  ],
  provisioning: ({ hasGroups }) => [
    {
      id: 'switch-on',
      title: 'Switch SCIM on',
      at: `${APPLICATION} › the application › General › App Settings › Edit`,
      fields: [enter('Provisioning', 'SCIM'), act('press', 'Save')],
    },
    {
      id: 'connection',
      title: 'Enter the connection',
      at: `${APPLICATION} › the application › Provisioning › Integration › Edit`,
      fields: [
        copy('SCIM connector base URL', 'scimBaseUrl'),
        copy('Unique identifier field for users', 'userIdAttribute'),
        act('tick', 'Import New Users and Profile Updates'),
        act('tick', 'Push New Users'),
        act('tick', 'Push Profile Updates'),
        hasGroups
          ? act('tick', 'Push Groups')
          : act('untick', 'Push Groups', 'Groups have no effect in this provisioning mode.'),
        act('untick', 'Import Groups'),
        enter('Authentication Mode', 'HTTP Header'),
        copy('Authorization', 'scimToken', 'Without “Bearer”: Okta adds it.'),
      ],
    },
    {
      id: 'test',
      title: 'Test the connection',
      at: `${APPLICATION} › the application › Provisioning › Integration`,
      text: 'Okta’s test reads a list of users. It does not exercise create, update or deactivate.',
      fields: [act('press', 'Test Connector Configuration'), act('press', 'Save')],
    },
    {
      id: 'to-app',
      title: 'Choose what Okta does',
      at: `${APPLICATION} › the application › Provisioning › To App › Edit`,
      fields: [
        act('tick', 'Create Users'),
        act('tick', 'Update User Attributes'),
        act('tick', 'Deactivate Users'),
        act('untick', 'Sync Password', 'No password is ever taken.'),
        act('press', 'Save'),
      ],
    },
  ],
};
