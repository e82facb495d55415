export {
  type OwnKey,
  type OwnKeys,
  type SamlIdp,
  SamlServiceProvider,
  type SamlServiceProviderOptions,
} from './saml-service-provider.js';
export type { SamlStore, SentRequest } from './saml-store.js';
export { SignInError } from './sign-in-error.js';
export { type SignInErrorCode, signInErrors } from './sign-in-error-code.js';
export type { SamlAttribute, SamlSignIn } from './signed-assertion.js';
