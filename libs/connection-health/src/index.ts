export { type CertificateFacts, certificatesOf, hasValidCertificate, readCertificate } from './sso-certificates.js';
export { ssoFingerprint } from './sso-fingerprint.js';
