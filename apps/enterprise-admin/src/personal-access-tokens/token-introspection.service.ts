import { Injectable } from '@nestjs/common';
import { Database } from '#libs/persistence';
import { hashToken, isWellFormedToken } from '#libs/tokens';
import type { IntrospectToken, TokenIntrospection } from './personal-access-token.dto.js';

/** The last use is written no more often than this. */
const RECORD_USE_EVERY_MS = 60_000;

/** Tells the vendor's backend whose personal access token it was shown, in the manner of RFC 7662. */
@Injectable()
export class TokenIntrospectionService {
  constructor(private readonly database: Database) {}

  /** RFC 7662 §2.2: why a token is not active is not said. */
  async introspect({ token }: IntrospectToken): Promise<TokenIntrospection> {
    if (!isWellFormedToken('pat', token)) return { active: false };
    const { personalAccessTokens } = this.database.repositories;
    const credential = await personalAccessTokens.findActive(hashToken(token));
    if (!credential) return { active: false };
    const { accountId, enterpriseId, tokenId, expiresAt, lastUsedAt } = credential;
    if (lastUsedAt === null || Date.now() - Date.parse(lastUsedAt) >= RECORD_USE_EVERY_MS)
      await personalAccessTokens.recordUse(credential);
    return { active: true, accountId, enterpriseId, tokenId, expiresAt };
  }
}
