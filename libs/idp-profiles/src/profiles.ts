import { lenient } from '#libs/scim-protocol';
import { type IdpProfile, type IdpProfileId, idpProfileIds } from './idp-profile.js';

/**
 * Every profile has the tolerances that Okta, Entra ID and JumpCloud need for their ordinary traffic, so that a
 * connection made under the wrong name still works. A profile only adds to them.
 */
const profiles: Readonly<Record<IdpProfileId, IdpProfile>> = {
  okta: { id: 'okta', name: 'Okta', scimBaseUrlSuffix: '', tolerances: lenient },
  'entra-id': {
    id: 'entra-id',
    name: 'Microsoft Entra ID',
    // With it Entra ID sends what RFC 7644 says (conformance/profiles/entra-id-optscim), without it an older dialect
    // (conformance/profiles/entra-id).
    scimBaseUrlSuffix: '?aadOptscim062020',
    tolerances: lenient,
  },
  jumpcloud: {
    id: 'jumpcloud',
    name: 'JumpCloud',
    scimBaseUrlSuffix: '',
    // Its minimal PUT has no externalId, displayName or locale and does not mean to clear them
    // (apps/scim/test/jumpcloud.e2e.test.ts).
    tolerances: { ...lenient, keepsOmittedOnReplace: true },
  },
  generic: { id: 'generic', name: 'Another SCIM 2.0 client', scimBaseUrlSuffix: '', tolerances: lenient },
};

/** The profile with this id; an id that is not known is served as `generic`. */
export function idpProfile(id: string): IdpProfile {
  const known = idpProfileIds.find(candidate => candidate === id);
  return profiles[known ?? 'generic'];
}
