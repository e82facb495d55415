export { Secret } from './secret.js';
export { hashToken, isSameHash, isWellFormedToken, type MintedToken, mintToken, type TokenKind } from './token.js';
export { defaultTokenDays, maxActiveScimTokens, type ScimScope, scimScopes } from './scopes.js';
