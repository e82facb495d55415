export { idpProfile } from './profiles.js';
