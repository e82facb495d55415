export { assertionAlgorithms } from './assertion-algorithms.js';
export { hashToken, isSameHash, isWellFormedToken, type MintedToken, mintToken } from './token.js';
export { defaultTokenDays, maxActiveOAuthSecrets, maxActiveScimTokens, type ScimScope, scimScopes } from './scopes.js';
export { Secret } from './secret.js';
export { SecretBox, SecretUnreadable } from './secret-box.js';
export { csrfTokenOf, isCsrfTokenOf } from './csrf-token.js';
export { readSignedText, signText } from './sign-text.js';
