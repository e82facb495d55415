export { type AccountEventDocument, type EventDocument, testEventType, toEventDocument } from './event-document.js';
export { accountEventMeanings } from './event-meanings.js';
export { EventSigner } from './event-signer.js';
export { idTokenKeys, openIdIssuer, signLogoutToken } from './logout-tokens.js';
export { SigningKeyRing } from './signing-key-ring.js';
export {
  groupOf,
  mintWebhookSecret,
  secretContext,
  type WebhookJob,
  webhookLimits,
  webhookQueue,
  wakeLanes,
} from './webhook-queue.js';
