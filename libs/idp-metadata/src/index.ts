export { fetchIdpMetadata } from './fetch-idp-metadata.js';
export { IdpMetadataRefused, maxCertificates, readIdpMetadata } from './read-idp-metadata.js';
export { digestOfMetadata, metadataChanges, settingsFromMetadata } from './settings-from-metadata.js';
