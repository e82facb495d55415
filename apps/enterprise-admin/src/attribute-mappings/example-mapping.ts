/** A small attribute mapping, for the OpenAPI document. */
export const exampleMapping = {
  targets: {
    login: {
      required: true,
      sources: {
        saml: [{ attribute: 'login' }, { nameId: true }],
        oidc: [{ claim: 'preferred_username' }],
        scim: [{ path: { attribute: 'userName' } }],
      },
      profiles: {},
    },
    email: {
      required: false,
      sources: {
        saml: [{ attribute: 'email' }],
        oidc: [{ claim: 'email' }],
        scim: [{ path: { attribute: 'emails', subAttribute: 'value' } }],
      },
      profiles: { jumpcloud: { saml: [{ attribute: 'mail' }] } },
    },
  },
};
