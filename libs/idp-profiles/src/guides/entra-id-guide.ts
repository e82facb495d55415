import { act, copy, enter, type IdpGuide } from './guide.js';

const APPLICATIONS = 'Microsoft Entra admin center › Entra ID › Enterprise apps';
const REGISTRATIONS = 'Microsoft Entra admin center › Entra ID › App registrations';

/** Microsoft Entra ID: an application that is not in the gallery. */
export const entraIdGuide: IdpGuide = {
  saml: [
    {
      id: 'create',
      title: 'Create an application',
      at: `${APPLICATIONS} › New application › Create your own application`,
      fields: [
        enter('What’s the name of your app?', 'What people know the product by'),
        enter(
          'What are you looking to do with your application?',
          'Integrate any other application you don’t find in the gallery (Non-gallery)',
        ),
        act('press', 'Create'),
      ],
    },
    {
      id: 'values',
      title: 'Tell Entra ID about us',
      at: `${APPLICATIONS} › the application › Single sign-on › SAML › Basic SAML Configuration › Edit`,
      fields: [
        copy('Identifier (Entity ID)', 'entityId'),
        copy('Reply URL (Assertion Consumer Service URL)', 'acsUrl'),
        act('press', 'Save'),
      ],
    },
    {
      id: 'attributes',
      title: 'Check the claims',
      at: `${APPLICATIONS} › the application › Single sign-on › Attributes & Claims`,
      text: 'These are there by default. Whatever fills “name” is what people are known by here: remember it for provisioning.',
      fields: [
        enter('name', 'user.userprincipalname'),
        enter('emailaddress', 'user.mail'),
        enter('givenname', 'user.givenname'),
        enter('surname', 'user.surname'),
      ],
    },
    {
      id: 'assign',
      title: 'Assign yourself',
      at: `${APPLICATIONS} › the application › Users and groups`,
      text: 'Only people who are assigned can sign in. Begin with yourself, to test it.',
      fields: [act('press', 'Add user/group')],
    },
    {
      id: 'metadata',
      title: 'Find the metadata',
      at: `${APPLICATIONS} › the application › Single sign-on › SAML Certificates`,
      text: 'Copy the address. You need it next.',
      fields: [act('find', 'App Federation Metadata Url')],
    },
  ],
  oidc: [
    {
      id: 'create',
      title: 'Register an application',
      at: `${REGISTRATIONS} › New registration`,
      fields: [
        enter('Name', 'What people know the product by'),
        enter('Supported account types', 'Accounts in this organizational directory only'),
        enter('Redirect URI (optional) › Select a platform', 'Web'),
        copy('Redirect URI', 'oidcRedirectUri'),
        act('press', 'Register'),
      ],
    },
    {
      id: 'credentials',
      title: 'Find the credentials',
      at: `${REGISTRATIONS} › the application › Overview`,
      text: 'The issuer is https://login.microsoftonline.com/ followed by the Directory (tenant) ID and /v2.0.',
      fields: [act('find', 'Application (client) ID'), act('find', 'Directory (tenant) ID')],
    },
    {
      id: 'secret',
      title: 'Make a client secret',
      at: `${REGISTRATIONS} › the application › Certificates & secrets › Client secrets`,
      text: 'Copy the value, not the ID. Entra ID shows it this once.',
      fields: [act('press', 'New client secret'), act('find', 'Value')],
    },
  ],
  provisioning: ({ hasGroups }) => [
    {
      id: 'connection',
      title: 'Enter the connection',
      at: `${APPLICATIONS} › the application › Provisioning › New configuration`,
      fields: [
        enter('Select authentication method', 'Bearer authentication'),
        copy(
          'Tenant URL',
          'scimBaseUrl',
          'With the part behind the question mark: without it Entra ID speaks an older dialect.',
        ),
        copy('Secret token', 'scimToken'),
      ],
    },
    {
      id: 'test',
      title: 'Test the connection',
      at: `${APPLICATIONS} › the application › Provisioning › New configuration`,
      text: 'Entra ID’s test looks for a user and a group that do not exist. It does not exercise create, update or deactivate.',
      fields: [act('press', 'Test connection'), act('press', 'Create')],
    },
    {
      id: 'groups',
      title: hasGroups ? 'Leave groups on' : 'Switch groups off',
      at: `${APPLICATIONS} › the application › Provisioning › Attribute mapping › Provision Microsoft Entra ID Groups`,
      fields: [
        hasGroups
          ? enter('Enabled', 'Yes')
          : enter('Enabled', 'No', 'Groups have no effect in this provisioning mode.'),
        act('press', 'Save'),
      ],
    },
    {
      id: 'users',
      title: 'Map users',
      at: `${APPLICATIONS} › the application › Provisioning › Attribute mapping › Provision Microsoft Entra ID Users`,
      fields: [
        enter('Enabled', 'Yes'),
        act('tick', 'Target Object Actions › Create'),
        act('tick', 'Target Object Actions › Update'),
        act('tick', 'Target Object Actions › Delete'),
        copy(
          'userName › Source attribute',
          'loginSource',
          'The same that fills the login at sign-in, or one person becomes two.',
        ),
        act('press', 'Save'),
      ],
    },
    {
      id: 'start',
      title: 'Start provisioning',
      at: `${APPLICATIONS} › the application › Provisioning › Settings, then Overview`,
      text: 'The first cycle begins at once, each next one about 40 minutes after the last. “Provision on demand” does one person without waiting.',
      fields: [
        enter('Scope', 'Sync only assigned users and groups'),
        enter('Provisioning Status', 'On'),
        act('press', 'Start provisioning'),
      ],
    },
  ],
};
