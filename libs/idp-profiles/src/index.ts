export { idpProfileIds } from './idp-profile.js';
export { idpProfile } from './profiles.js';
