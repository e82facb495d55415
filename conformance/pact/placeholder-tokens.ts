/** What stands in a pact in place of tokens; the verification sends real ones instead of the first two. */
export const PLACEHOLDERS = { valid: 'valid-token', revoked: 'revoked-token', wrong: 'wrong-token' } as const;

/** Puts the real tokens in. Without a revoked one, none is sent that could be taken for valid. */
export function withRealToken(authorization: string, tokens: { token: string; revokedToken?: string }): string {
  return authorization
    .replace(PLACEHOLDERS.valid, () => tokens.token)
    .replace(PLACEHOLDERS.revoked, () => tokens.revokedToken ?? PLACEHOLDERS.revoked);
}
