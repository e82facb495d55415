import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Database, type PackedRequest, packRequest } from '#libs/persistence';
import { ScimSettings } from '../scim-settings.js';
import { type CapturedRequest, captureRequest } from './captured-request.js';
import { RequestBuffer } from './request-buffer.js';
import { toRequestRow } from './to-request-row.js';

const WRITE_EVERY_MS = 500;
const ROWS_AT_ONCE = 200;
const LIMITS = { count: 5000, bytes: 33_554_432 };
/** About how much a row takes besides its JSON. */
const ROW_BYTES = 512;
/** Of requests without a valid token, between two writes: whoever makes tokens up must not fill the log. */
const UNAUTHENTICATED_AT_ONCE = 100;

interface WaitingRow {
  readonly row: PackedRequest;
  readonly bytes: number;
}

/**
 * Keeps every SCIM request for administrators to read. It is written down after the answer and beside the work: when the database
 * is not there, or more comes than can be written, what is lost is the log and never a write.
 */
@Injectable()
export class RequestLog implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RequestLog.name);
  private readonly buffer = new RequestBuffer<WaitingRow>(LIMITS);
  private readonly isOn: boolean;
  private unauthenticated = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    settings: ScimSettings,
  ) {
    this.isOn = settings.requestLogDays > 0;
  }

  onModuleInit(): void {
    if (this.isOn) this.timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    await this.write();
  }

  /** Middleware before all others: notes each request once its answer is out. */
  readonly observe = (request: Request, response: Response, next: NextFunction): void => {
    if (this.isOn) {
      const startedAt = performance.now();
      response.once('close', () => this.add(captureRequest(request, response, startedAt)));
    }
    next();
  };

  /** Writes what waits. Resolves when nothing waits any more. */
  write(): Promise<void> {
    return (this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    }));
  }

  private add(captured: CapturedRequest | undefined): void {
    if (!captured) return;
    if (!captured.principal && ++this.unauthenticated > UNAUTHENTICATED_AT_ONCE) return;
    // At once, because what hangs on a request would outlive it, and be moved about by the garbage collector, until it is written.
    const row = packRequest(toRequestRow(captured));
    this.buffer.add({ row, bytes: ROW_BYTES + row.json.length });
    if (this.buffer.size >= ROWS_AT_ONCE) void this.write();
  }

  private async writeAll(): Promise<void> {
    this.unauthenticated = 0;
    while (this.buffer.size > 0) {
      const rows = this.buffer.take(ROWS_AT_ONCE).map(({ row }) => row);
      await this.store(rows)
        .catch(() => this.store(rows))
        .catch((error: unknown) => {
          this.logger.warn(`${rows.length} requests could not be written to the log of requests: ${nameOf(error)}`);
        });
    }
    const lost = this.buffer.takeLost();
    if (lost > 0) this.logger.warn(`${lost} requests are missing in the log of requests: they came too fast.`);
  }

  private async store(rows: readonly PackedRequest[]): Promise<void> {
    await this.database.repositories.scimRequests.writePacked(rows);
  }
}

/** What PostgreSQL says may hold what it was given, people's data with it. */
function nameOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return typeof code === 'string' ? code : String(name);
}
