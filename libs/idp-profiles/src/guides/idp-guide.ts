import type { IdpProfileId } from '../idp-profile.js';
import { entraIdGuide } from './entra-id-guide.js';
import { genericGuide } from './generic-guide.js';
import type { IdpGuide } from './guide.js';
import { jumpcloudGuide } from './jumpcloud-guide.js';
import { oktaGuide } from './okta-guide.js';

/** How a connection is set up at each identity provider: what the assistant shows, and docs/guides says. */
export const idpGuides: Readonly<Record<IdpProfileId, IdpGuide>> = {
  okta: oktaGuide,
  'entra-id': entraIdGuide,
  jumpcloud: jumpcloudGuide,
  generic: genericGuide,
};
