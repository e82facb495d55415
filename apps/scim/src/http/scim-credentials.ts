import { Injectable } from '@nestjs/common';
import { type ConnectionId, Database, type ScimCredential } from '#libs/persistence';

type Accepted = readonly ScimCredential[];

/** A look-up under way, and the one that follows it for those who came too late to share it. */
interface LookUp {
  readonly found: Promise<Accepted>;
  next?: Promise<Accepted>;
}

/**
 * The tokens that a connection accepts at this moment. Nothing is remembered, so a revoked token is refused from the next
 * request on, in every process; but requests that wait at the same time share one look-up that began after they came.
 */
@Injectable()
export class ScimCredentials {
  private readonly underWay = new Map<ConnectionId, LookUp>();

  constructor(private readonly database: Database) {}

  find(connectionId: ConnectionId): Promise<Accepted> {
    const current = this.underWay.get(connectionId);
    if (!current) return this.begin(connectionId);
    return (current.next ??= current.found.then(
      () => this.begin(connectionId),
      () => this.begin(connectionId),
    ));
  }

  private begin(connectionId: ConnectionId): Promise<Accepted> {
    const found = this.database.repositories.scimTokens.findAccepted(connectionId);
    const lookUp: LookUp = { found };
    this.underWay.set(connectionId, lookUp);
    const end = (): void => {
      if (lookUp.next === undefined) this.underWay.delete(connectionId);
    };
    found.then(end, end);
    return found;
  }
}
