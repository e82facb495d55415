/** Between whom messages go that say nothing else: whoever tests a service of its own sets it first. */
export const target = {
  idpEntityId: 'https://idp.example.com/saml',
  entityId: 'https://sso.example.com/connections/7',
  acsUrl: 'https://sso.example.com/connections/7/acs',
  singleLogoutUrl: 'https://sso.example.com/connections/7/slo',
};
