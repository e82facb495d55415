import { act, copy, enter, type IdpGuide } from './guide.js';

const CONSOLE = 'Identity provider › the application';

/** Any other identity provider: the same values, by the standards' own words. */
export const genericGuide: IdpGuide = {
  saml: [
    {
      id: 'values',
      title: 'Create a SAML 2.0 application',
      at: `${CONSOLE} › single sign-on`,
      text: 'Where it takes a metadata document, the metadata URL gives it all of this at once.',
      fields: [
        copy('Assertion consumer service (ACS) URL', 'acsUrl'),
        copy('Service provider entity ID, or audience', 'entityId'),
        copy('Service provider metadata URL', 'metadataUrl'),
        act('tick', 'Sign assertions'),
      ],
    },
    {
      id: 'attributes',
      title: 'Send attributes',
      at: `${CONSOLE} › attributes`,
      fields: [
        enter('login', 'What people are known by everywhere, such as their e-mail address'),
        enter('email', 'The e-mail address'),
        enter('displayName', 'The name'),
      ],
    },
    {
      id: 'metadata',
      title: 'Find the metadata',
      at: CONSOLE,
      text: 'Let yourself in, to test it. Then save the metadata of the identity provider. You need it next.',
      fields: [act('find', 'Identity provider metadata')],
    },
  ],
  oidc: [
    {
      id: 'values',
      title: 'Register a confidential client',
      at: `${CONSOLE} › OpenID Connect`,
      fields: [
        copy('Redirect URI', 'oidcRedirectUri'),
        enter('Grant type', 'Authorization code, with PKCE'),
        enter('Scopes', 'openid profile email'),
        act('find', 'Issuer'),
        act('find', 'Client ID'),
        act('find', 'Client secret'),
      ],
    },
  ],
  provisioning: ({ hasGroups }) => [
    {
      id: 'connection',
      title: 'Enter the connection',
      at: `${CONSOLE} › provisioning`,
      fields: [
        enter('Protocol', 'SCIM 2.0'),
        copy('Base URL', 'scimBaseUrl'),
        copy('Attribute that names a user', 'userIdAttribute'),
        copy('Bearer token', 'scimToken'),
        act(
          hasGroups ? 'tick' : 'untick',
          'Provision groups',
          hasGroups ? undefined : 'Groups have no effect in this provisioning mode.',
        ),
      ],
    },
    {
      id: 'test',
      title: 'Test the connection',
      at: `${CONSOLE} › provisioning`,
      fields: [act('press', 'Test the connection'), act('press', 'Start provisioning')],
    },
  ],
};
