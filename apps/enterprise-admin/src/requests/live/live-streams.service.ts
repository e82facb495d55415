import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type ConnectionKey, Database } from '#libs/persistence';
import { AdminProblem } from '../../http/admin-problem.js';
import { bearerTokenOf } from '../../http/bearer-token.strategy.js';
import type { AdminPrincipal } from '../../http/caller.js';
import { PrincipalStrategy } from '../../http/principal.strategy.js';
import { requireConnection } from '../../http/require-connection.js';
import { ConnectionWatch } from './connection-watch.js';
import { type LiveCursor, readLiveCursor } from './live-cursor.js';
import { LiveReader } from './live-reader.js';
import { LiveStream } from './live-stream.js';

/** Of one API key or setup session: its pages, in several tabs. */
const MOST_OF_ONE = 8;
/** Of this process. */
const MOST = 500;
const BEAT_EVERY_MS = 5000;
/** Then the browser connects again, perhaps to another process. */
const LONGEST_MS = 900_000;
/** A page that is opened sees what came just before. */
const LOOK_BACK_MS = 60_000;
/** Whoever comes back hears of these moments again, as something may have been written late. */
const OVERLAP_MS = 3000;
const LONGEST_AWAY_MS = 3_600_000;

/** The streams of this process: who listens to which connection. */
@Injectable()
export class LiveStreamsService implements OnModuleDestroy {
  private readonly logger = new Logger(LiveStreamsService.name);
  private readonly watches = new Map<string, ConnectionWatch>();
  private readonly streams = new Map<LiveStream, string>();

  constructor(
    private readonly database: Database,
    private readonly reader: LiveReader,
    private readonly strategy: PrincipalStrategy,
  ) {}

  onModuleDestroy(): void {
    for (const stream of this.streams.keys()) stream.close();
  }

  /** @throws AdminProblem `not_found`, `too_many_requests` */
  async open(request: Request & { user: AdminPrincipal }, response: Response, key: ConnectionKey): Promise<void> {
    await requireConnection(this.database.repositories, key);
    this.refuseTooMany(request.user);
    const cursor = readLiveCursor(request.get('Last-Event-ID'));
    const authenticate = () => this.authenticate(request);
    const stream = new LiveStream({ response, key, principal: request.user, cursor, authenticate });
    this.streams.set(stream, request.user.credentialId);
    response.once('close', () => this.streams.delete(stream));
    this.follow(stream, response, key);
    const [connection, before] = await Promise.all([
      this.reader.connection(key),
      this.reader.since(key, backTo(cursor)),
    ]);
    stream.begin(connection, before);
    // HTTP has no body for HEAD.
    if (request.method === 'HEAD') stream.close();
  }

  /** From before the past is read, so that nothing is missed between. */
  private follow(stream: LiveStream, response: Response, key: ConnectionKey): void {
    const name = `${key.enterpriseId} ${key.connectionId}`;
    const watch = this.watches.get(name) ?? new ConnectionWatch(this.reader, key);
    this.watches.set(name, watch);
    watch.listen(stream);
    const beats = setInterval(() => void this.beat(stream), BEAT_EVERY_MS).unref();
    const end = setTimeout(() => stream.close(), LONGEST_MS).unref();
    response.once('close', () => {
      clearInterval(beats);
      clearTimeout(end);
      watch.leave(stream);
      if (watch.isIdle) this.watches.delete(name);
    });
  }

  private async beat(stream: LiveStream): Promise<void> {
    try {
      await stream.beat();
    } catch (error) {
      this.logger.warn(`It could not be seen whether a session goes on: ${String(error)}`);
    }
  }

  /** As for a new request, so that what was revoked meanwhile is over. */
  private async authenticate(request: Request): Promise<AdminPrincipal> {
    const { authorization } = request.headers;
    const token = authorization === undefined ? undefined : (bearerTokenOf(authorization) ?? '');
    const principal = await this.strategy.validate(request, token);
    if (!principal.permissions.has('connections:read')) throw AdminProblem.forbidden('This may be read no more.');
    return principal;
  }

  private refuseTooMany({ credentialId }: AdminPrincipal): void {
    const own = [...this.streams.values()].filter(id => id === credentialId);
    if (own.length < MOST_OF_ONE && this.streams.size < MOST) return;
    const whose = own.length < MOST_OF_ONE ? 'this process' : 'this key or session';
    throw AdminProblem.tooManyRequests(`Too many live streams of ${whose} are open. Close a page that listens.`, 5);
  }
}

function backTo(cursor: LiveCursor | undefined): Date {
  const now = Date.now();
  return new Date(cursor ? Math.max(cursor.moment - OVERLAP_MS, now - LONGEST_AWAY_MS) : now - LOOK_BACK_MS);
}
