export {
  type OutgoingMessage,
  type OwnKey,
  type OwnKeys,
  type SamlBinding,
  type SamlIdp,
  type SamlServiceProviderOptions,
} from './options.js';
export type { IncomingLogout } from './read-logout.js';
export { type EndingSession, SamlLogout, type SamlLogoutMessage } from './saml-logout.js';
export { SamlServiceProvider, serviceProviderMetadata } from './saml-service-provider.js';
export type { SamlStore, SentRequest } from './saml-store.js';
export { SignInError } from './sign-in-error.js';
export { type SignInErrorCode, signInErrors } from './sign-in-error-code.js';
export type { SamlAttribute, SamlSignIn } from './signed-assertion.js';
