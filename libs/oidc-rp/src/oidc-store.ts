/** What one connection must remember of its OpenID provider, in every process. */
export interface OidcStore {
  /**
   * Remembers a logout token until then; false when it was known: of those who ask at once, one is first.
   * @param hash SHA-256 of the issuer and the `jti`
   */
  useLogoutToken(hash: Buffer, expiresAt: Date): Promise<boolean>;
}
