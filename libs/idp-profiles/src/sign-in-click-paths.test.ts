import { describe, expect, it } from 'vitest';
import { idpProfileIds } from './idp-profile.js';
import { signInClickPath } from './sign-in-click-paths.js';

describe.each(idpProfileIds)('under %s', profile => {
  it.each(['saml_wrong_key', 'saml_audience', 'login_missing', 'not_in_directory', 'oidc_client_refused', 'suspended'])(
    '%s leads somewhere',
    code => {
      expect(signInClickPath(profile, code)).toMatch(/ › /);
    },
  );

  it.each(['saml_replayed', 'oidc_nonce', 'other_browser', 'flow_expired', 'whatever'])('%s leads nowhere', code => {
    expect(signInClickPath(profile, code)).toBeNull();
  });
});

it('what is mended at the identity provider is where its console has it', () => {
  expect(signInClickPath('entra-id', 'saml_destination')).toBe(
    'Microsoft Entra ID › Enterprise applications › the application › Single sign-on › Basic SAML Configuration › Reply URL',
  );
  expect(signInClickPath('okta', 'saml_status')).toBe('Okta › Applications › the application › Assignments');
});
