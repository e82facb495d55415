export { fetchIdpMetadata } from './fetch-idp-metadata.js';
export { IdpMetadataRefused, maxCertificates, readIdpMetadata } from './read-idp-metadata.js';
export {
  digestOfMetadata,
  metadataChanges,
  type MetadataChange,
  settingsFromMetadata,
} from './settings-from-metadata.js';
