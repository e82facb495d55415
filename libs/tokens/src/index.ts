export { hashToken, isSameHash, isWellFormedToken, type MintedToken, mintToken } from './token.js';
export { defaultTokenDays, maxActiveScimTokens, type ScimScope, scimScopes } from './scopes.js';
export { readSignedText, signText } from './sign-text.js';
