export { applyCheck, warnOfDomains } from './apply-check.js';
export { connectionOfDomain } from './connection-of-domain.js';
export { DomainResolver } from './domain-resolver.js';
export { type DomainFault, parseDomain } from './parse-domain.js';
export { recheckDomains } from './recheck-domains.js';
export { newDomainToken, verificationRecordOf } from './verification-record.js';
