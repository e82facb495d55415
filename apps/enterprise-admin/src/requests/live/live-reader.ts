import { Injectable } from '@nestjs/common';
import { readWarnings } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import { type ConnectionKey, type ConnectionRow, Database } from '#libs/persistence';
import { activationsOf } from '../request-view.js';
import { type ConnectionItem, type LoggedItem, momentOf } from './live-item.js';

/** Nobody reads more than this of one second. */
const MOST = 100;

/** Reads what happens to a connection. */
@Injectable()
export class LiveReader {
  constructor(private readonly database: Database) {}

  /** What happened since a moment, in its order; the last of it when it is a lot. Nothing of a connection that is not there. */
  async since(key: ConnectionKey, since: Date): Promise<readonly LoggedItem[]> {
    const { connections, scimRequests, signInAttempts } = this.database.repositories;
    const connection = await connections.find(key);
    if (!connection) return [];
    const [requests, attempts] = await Promise.all([
      scimRequests.listAnswered(key, since, MOST),
      signInAttempts.listMoved(key, since, MOST),
    ]);
    const { id: profile } = idpProfile(connection.idp_profile);
    const isOfActivation = await activationsOf(this.database.repositories, key, profile, requests);
    const items: LoggedItem[] = [
      ...requests.map(row => ({ kind: 'request', row, profile, isOfActivation: isOfActivation(row) }) as const),
      ...attempts.map(row => ({ kind: 'sign-in', row }) as const),
    ];
    return items.toSorted((one, other) => momentOf(one) - momentOf(other));
  }

  /** The connection as it is now; undefined when it is gone. */
  async connection(key: ConnectionKey): Promise<ConnectionItem | undefined> {
    const row: ConnectionRow | undefined = await this.database.repositories.connections.find(key);
    return row && { kind: 'connection', row, warnings: await readWarnings(this.database.repositories, row) };
  }
}
