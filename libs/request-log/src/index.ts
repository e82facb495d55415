export { differenceOf } from './difference-of.js';
export { explainEffect } from './explain-effect.js';
export { type ExplainedOperation, explainRequest, explainTest } from './explain-request.js';
export { type Intent, intentKinds, intentSentence } from './intent.js';
export { requestFindingCodes } from './lint/finding.js';
export { entraFlag } from './lint/entra-rules.js';
export { lintTraffic } from './lint/lint-traffic.js';
export type {
  AttributeChange,
  LoggedEffect,
  LoggedOperation,
  LoggedRequest,
  TouchedResource,
} from './logged-request.js';
export { isConnectionTest, readIntent } from './read-intent.js';
export { recogniseDialect } from './recognise-dialect.js';
export { storedIntent, toLoggedRequest } from './stored-request.js';
export { readTarget } from './request-target.js';
export { tellArrival } from './tell-arrival.js';
export { type KeptBody, MAX_BODY_LENGTH, toKeptBody, toKeptValue } from './secrets/body-text.js';
export { pathWithoutSecrets, textWithoutSecrets, valueWithoutSecrets } from './secrets/without-secrets.js';
