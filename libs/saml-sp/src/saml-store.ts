/** A request that went out, as it is found again. */
export interface SentRequest {
  /** SHA-256 of its RelayState. */
  readonly relayStateHash: Buffer;
}

/** What one connection must remember between a request and its answer, in every process. */
export interface SamlStore {
  /** Remembers a request until then. */
  saveRequest(requestId: string, relayStateHash: Buffer, expiresAt: Date): Promise<void>;
  /** Finds a request that has not expired, and forgets it: of those who ask at once, one gets it. */
  consumeRequest(requestId: string): Promise<SentRequest | undefined>;
  /**
   * Remembers an assertion as {@link useAssertion} does and, if it was not known, finds the request that it answers, as
   * {@link consumeRequest} does.
   */
  useAnswer(
    requestId: string,
    hash: Buffer,
    expiresAt: Date,
  ): Promise<{ readonly isNew: boolean; readonly request: SentRequest | undefined }>;
  /**
   * Remembers an assertion or a logout request until then; false when it was known: of those who ask at once, one is first.
   * @param hash SHA-256 of the identity provider and the ID it gave
   */
  useAssertion(hash: Buffer, expiresAt: Date): Promise<boolean>;
}
