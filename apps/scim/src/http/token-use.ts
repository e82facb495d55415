import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Database, type ScimTokenUse } from '#libs/persistence';

const WRITE_EVERY_MS = 5000;

/** Remembers when tokens were last used and writes it down now and then, so that a request does not have to. */
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

  record({ enterpriseId, connectionId, tokenId }: Omit<ScimTokenUse, 'usedAt'>): void {
    this.uses.set(tokenId, { enterpriseId, connectionId, tokenId, usedAt: new Date() });
  }

  /** Writes what was remembered since the last time. It is information for administrators: losing some is harmless. */
  async write(): Promise<void> {
    const uses = [...this.uses.values()];
    this.uses = new Map();
    await this.database.repositories.scimTokens.recordUse(uses).catch((error: unknown) => {
      this.logger.warn(`The last use of ${uses.length} tokens could not be written: ${String(error)}`);
    });
  }
}
