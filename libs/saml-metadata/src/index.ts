export { type IdpMetadata, parseIdpMetadata, type SignOnBinding, type SignOnUrl } from './parse-idp-metadata.js';
export { SamlMetadataError, type SamlMetadataErrorCode } from './saml-metadata-error.js';
