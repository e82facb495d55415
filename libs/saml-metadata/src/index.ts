export { childrenOf, isNamed, METADATA, SIGNATURE, textOf } from './elements.js';
export { type IdpMetadata, parseIdpMetadata, type SignOnBinding, type SignOnUrl } from './parse-idp-metadata.js';
export { parseXml } from './parse-xml.js';
export { SamlMetadataError, type SamlMetadataErrorCode } from './saml-metadata-error.js';
