import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type ReplacedScimToken, type ScimTokenUse } from '#libs/persistence';

const WRITE_EVERY_MS = 5000;

/** An IPv4 client of a socket that listens on IPv6 too. */
const MAPPED = /^::ffff:(?=[\d.]+$)/i;

/** Remembers when and from where tokens were last used and writes it down now and then, so that a request does not have to. */
@Injectable()
export class TokenUse implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(TokenUse.name);
  private uses = new Map<string, ScimTokenUse>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  record({ enterpriseId, connectionId, tokenId }: Omit<ScimTokenUse, 'usedAt' | 'ip'>, ip: string | undefined): void {
    this.uses.set(tokenId, { enterpriseId, connectionId, tokenId, usedAt: new Date(), ip: ip?.replace(MAPPED, '') });
  }

  /**
   * Writes what was remembered since the last time, and ends the tokens whose place was taken. Losing some is harmless: it is
   * made up for when the token is used again.
   */
  async write(): Promise<void> {
    const uses = [...this.uses.values()];
    this.uses = new Map();
    const { scimTokenUses } = this.database.repositories;
    try {
      await scimTokenUses.record(uses);
      for (const token of await scimTokenUses.findReplaced(uses)) await this.retire(token);
    } catch (error) {
      this.logger.warn(`The last use of ${uses.length} tokens could not be written: ${String(error)}`);
    }
  }

  /** Of several processes that see the first use of the new token, one ends the old one and says so in the audit log. */
  private async retire(token: ReplacedScimToken): Promise<void> {
    await this.database.transaction(async ({ scimTokenUses, auditEvents }) => {
      const expiresAt = await scimTokenUses.retire(token);
      if (expiresAt === undefined) return;
      await auditEvents.append(token.enterpriseId, {
        actor: { kind: 'system', id: 'token-use' },
        action: 'scim_token.retired',
        target: { type: 'scim_token', id: token.tokenId },
        after: { connectionId: token.connectionId, replacedBy: token.replacedBy, expiresAt },
      });
    });
  }
}
