export { ConnectionKeys } from './connection-keys.js';
export { makeKeyPair } from './make-key-pair.js';
export { OPENS_AFTER_RETIREMENT_MS } from './key-life.js';
