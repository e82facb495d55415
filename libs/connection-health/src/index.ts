export { type CertificateFacts, certificatesOf, hasValidCertificate, readCertificate } from './sso-certificates.js';
export { ssoFingerprint } from './sso-fingerprint.js';
export type { ConnectionFacts, MappingVersion } from './connection-facts.js';
export { mappingOutlook, type DescribedChange, type MappingOutlook } from './mapping-outlook.js';
export { readMapping, readMappings, readWarnings, toMappingVersion } from './read-warnings.js';
export { receivedInTest } from './received-in-test.js';
export { blockingWarnings, connectionHealths, type ConnectionHealth, healthOf, type Warning } from './warning.js';
export { type WarningCode, warningCodes, type WarningSeverity, warningSeverities } from './warning-codes.js';
export { warningsOf } from './warnings-of.js';
