export { OwnService } from './own-service.js';
export { PrivateNetworks } from './private-networks.js';
export { SafeFetch, type SafeFetchOptions, type SafeResponse } from './safe-fetch.js';
export { SafeFetchError } from './safe-fetch-error.js';
