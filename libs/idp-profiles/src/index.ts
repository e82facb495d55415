export { idpProfileIds } from './idp-profile.js';
export { idpProfile } from './profiles.js';
export { warningClickPaths } from './warning-click-paths.js';
