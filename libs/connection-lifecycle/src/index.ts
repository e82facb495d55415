export { clientSecretContext } from './client-secret-context.js';
export { type ConnectionAction } from './connection-transitions.js';
export { readMappingOf } from './read-mapping-of.js';
export { OtherProtocol, recordSsoTest } from './record-sso-test.js';
export {
  editedRevision,
  fingerprintOf,
  keyOf,
  liveRevision,
  mappingChange,
  recordableSettings,
  revisionWith,
  type SsoRevision,
} from './sso-revision.js';
export { type Intended, requireTransition, TransitionRefused } from './transition-decision.js';
