export { applyCheck, type RecordDomain, warnOfDomains } from './apply-check.js';
export { connectionOfDomain, type HomeRealm } from './connection-of-domain.js';
export { DomainResolver } from './domain-resolver.js';
export { domainOfEmail, type DomainFault, parseDomain, type ParsedDomain } from './parse-domain.js';
export { recheckDomains } from './recheck-domains.js';
export { newDomainToken, verificationRecordOf } from './verification-record.js';
