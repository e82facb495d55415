import { Injectable, Logger } from '@nestjs/common';
import { type AccountSessionRow, type ConnectionRow, Database, type SignInProtocol } from '#libs/persistence';

/** What a protocol does when somebody signs out here. */
export interface EndsIdpSessions {
  /** Where to send the browser so that the identity provider ends its session, too; undefined when it knows no logout. */
  logoutUrl(row: ConnectionRow, session: AccountSessionRow): Promise<string | undefined>;
}

/** Single logout that begins here: the protocols that can, each of which says so itself when it starts. */
@Injectable()
export class IdpLogouts {
  private readonly logger = new Logger(IdpLogouts.name);
  private readonly senders = new Map<SignInProtocol, EndsIdpSessions>();

  constructor(private readonly database: Database) {}

  add(protocol: SignInProtocol, sender: EndsIdpSessions): void {
    this.senders.set(protocol, sender);
  }

  /** Where to send the browser of a session that has ended here; undefined when it is to go nowhere. What fails ends nobody's logout. */
  async urlOf(session: AccountSessionRow): Promise<string | undefined> {
    const { enterprise_id: enterpriseId, connection_id: connectionId } = session;
    if (!connectionId) return undefined;
    try {
      const row = await this.database.repositories.connections.find({ enterpriseId, connectionId });
      const protocol = row?.sso_settings?.protocol;
      return row && protocol && (await this.senders.get(protocol)?.logoutUrl(row, session));
    } catch (error) {
      this.logger.warn({ err: error, connectionId }, 'The identity provider was not told of a logout.');
      return undefined;
    }
  }
}
