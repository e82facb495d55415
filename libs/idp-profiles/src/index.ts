export { connectionTests } from './connection-tests.js';
export { type Dialect, dialectSigns } from './dialect-signs.js';
export { adviceFor, type FailureAdvice } from './failure-advice.js';
export { type IdpProfileId, idpProfileIds } from './idp-profile.js';
export { idpProfile } from './profiles.js';
export { decodedPath, type RequestShape } from './request-shape.js';
export { signInClickPath } from './sign-in-click-paths.js';
export { warningClickPaths } from './warning-click-paths.js';
