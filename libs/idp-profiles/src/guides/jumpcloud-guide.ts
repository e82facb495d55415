import { act, copy, enter, type IdpGuide } from './guide.js';

const APPLICATIONS = 'JumpCloud Admin Portal › SSO Applications';

/** JumpCloud: a custom application. */
export const jumpcloudGuide: IdpGuide = {
  saml: [
    {
      id: 'create',
      title: 'Create an application',
      at: `${APPLICATIONS} › Add New Application › Custom Application`,
      fields: [
        act('tick', 'Manage Single Sign-On (SSO)'),
        enter('Single Sign-On', 'Configure SSO with SAML'),
        act('tick', 'Export users to this app (Identity Management)'),
        enter('Display Label', 'What people know the product by'),
        act('press', 'Save Application'),
      ],
    },
    {
      id: 'values',
      title: 'Tell JumpCloud about us',
      at: `${APPLICATIONS} › the application › SSO`,
      fields: [
        enter('IdP Entity ID', 'JumpCloud', 'Any name that no other application of yours has.'),
        copy('SP Entity ID', 'entityId'),
        copy('ACS URLs › Default URL', 'acsUrl'),
        enter('SAMLSubject NameID', 'email'),
        act('tick', 'Sign Assertion'),
      ],
    },
    {
      id: 'attributes',
      title: 'Send attributes',
      at: `${APPLICATIONS} › the application › SSO › User Attribute Mapping`,
      text: 'Add one row for each, then save.',
      fields: [enter('email', 'email'), enter('firstname', 'firstname'), enter('lastname', 'lastname')],
    },
    {
      id: 'assign',
      title: 'Let a group in',
      at: `${APPLICATIONS} › the application › User Groups`,
      text: 'Only people in a group that is ticked can sign in. Begin with one that you are in, to test it.',
      fields: [act('tick', 'A group that you are in'), act('press', 'Save')],
    },
    {
      id: 'metadata',
      title: 'Find the metadata',
      at: `${APPLICATIONS} › the application › SSO › JumpCloud Metadata`,
      text: 'Copy the address. You need it next.',
      fields: [act('find', 'Copy Metadata URL')],
    },
  ],
  oidc: [
    {
      id: 'create',
      title: 'Create an application',
      at: `${APPLICATIONS} › Add New Application › Custom Application`,
      fields: [
        act('tick', 'Manage Single Sign-On (SSO)'),
        enter('Single Sign-On', 'Configure SSO with OIDC'),
        act('tick', 'Export users to this app (Identity Management)'),
        enter('Display Label', 'What people know the product by'),
        act('press', 'Save Application'),
      ],
    },
    {
      id: 'values',
      title: 'Tell JumpCloud about us',
      at: `${APPLICATIONS} › the application › SSO`,
      text: 'JumpCloud shows the client secret once, when you activate. The issuer is https://oauth.id.jumpcloud.com/.',
      fields: [
        copy('Redirect URIs', 'oidcRedirectUri'),
        enter('Client Authentication Type', 'Client Secret Basic'),
        act('tick', 'Standard Scopes › Email'),
        act('tick', 'Standard Scopes › Profile'),
        act('press', 'Activate'),
        act('find', 'Client ID'),
        act('find', 'Client Secret'),
      ],
    },
    {
      id: 'assign',
      title: 'Let a group in',
      at: `${APPLICATIONS} › the application › User Groups`,
      text: 'Only people in a group that is ticked can sign in. Begin with one that you are in, to test it.',
      fields: [act('tick', 'A group that you are in'), act('press', 'Save')],
    },
  ],
  provisioning: ({ hasGroups }) => [
    {
      id: 'connection',
      title: 'Enter the connection',
      at: `${APPLICATIONS} › the application › Identity Management › Configuration Settings`,
      fields: [
        enter('API Type', 'SCIM API'),
        enter('SCIM Version', 'SCIM 2.0'),
        copy('Base URL', 'scimBaseUrl', 'Without a slash at the end.'),
        copy('Token Key', 'scimToken'),
        enter('Test User Email', 'An address that nobody has', 'JumpCloud makes this user and deletes it again.'),
      ],
    },
    {
      id: 'test',
      title: 'Test the connection',
      at: `${APPLICATIONS} › the application › Identity Management`,
      text: '“Test Connection” reads a list of users. “Activate” then creates, changes and deletes the test user.',
      fields: [
        act('press', 'Test Connection'),
        act(
          hasGroups ? 'tick' : 'untick',
          'Enable management of User Groups and Group Membership in this application',
          hasGroups ? undefined : 'Groups have no effect in this provisioning mode.',
        ),
        act('press', 'Activate'),
      ],
    },
  ],
};
