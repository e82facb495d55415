import { Injectable } from '@nestjs/common';
import { type ConnectionId, type ConnectionRow, Database, isUuid } from '#libs/persistence';
import { SsoProblem } from './sso-problem.js';

/** The connections, by the id that their URLs hold. */
@Injectable()
export class SsoConnections {
  constructor(private readonly database: Database) {}

  /** @throws SsoProblem when there is none, or it was deleted */
  async get(connectionId: string): Promise<ConnectionRow> {
    const row = isUuid(connectionId)
      ? await this.database.repositories.connections.findForSignIn(connectionId as ConnectionId)
      : undefined;
    if (!row) throw SsoProblem.notFound();
    return row;
  }
}
