export { PrivateNetworks } from './private-networks.js';
export { SafeFetch, type SafeFetchOptions, type SafePost, type SafeRequest, type SafeResponse } from './safe-fetch.js';
export { SafeFetchError, type SafeFetchErrorCode } from './safe-fetch-error.js';
