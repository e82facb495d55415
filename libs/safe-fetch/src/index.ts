export { PrivateNetworks } from './private-networks.js';
export { SafeFetch, type SafeFetchOptions } from './safe-fetch.js';
export { SafeFetchError } from './safe-fetch-error.js';
