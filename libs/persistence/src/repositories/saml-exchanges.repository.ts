import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** What one connection remembers of its requests and their answers, in the form that libs/saml-sp asks for. */
export interface SamlExchanges {
  saveRequest(requestId: string, relayStateHash: Buffer, expiresAt: Date): Promise<void>;
  consumeRequest(requestId: string): Promise<{ readonly relayStateHash: Buffer } | undefined>;
  useAnswer(
    requestId: string,
    hash: Buffer,
    expiresAt: Date,
  ): Promise<{ readonly isNew: boolean; readonly request: { readonly relayStateHash: Buffer } | undefined }>;
  useAssertion(hash: Buffer, expiresAt: Date): Promise<boolean>;
}

const saveRequest = statement<never>(
  'saml-exchanges.save-request',
  `insert into saml_requests (enterprise_id, connection_id, id, relay_state_hash, expires_at) values ($1, $2, $3, $4, $5)`,
);

const consumeRequest = statement<{ readonly relayStateHash: Buffer }>(
  'saml-exchanges.consume-request',
  `delete from saml_requests where enterprise_id = $1 and connection_id = $2 and id = $3 and expires_at > now()
   returning relay_state_hash as "relayStateHash"`,
);

const useAssertion = statement<{ readonly hash: Uint8Array }>(
  'saml-exchanges.use-assertion',
  `insert into used_saml_assertions (enterprise_id, connection_id, hash, expires_at) values ($1, $2, $3, $4)
   on conflict do nothing returning hash`,
);

/** Both in one turn; the request of an assertion that was used before stays. */
const useAnswer = statement<{ readonly isNew: boolean; readonly relayStateHash: Buffer | null }>(
  'saml-exchanges.use-answer',
  `with used as (
     insert into used_saml_assertions (enterprise_id, connection_id, hash, expires_at) values ($1, $2, $4, $5)
     on conflict do nothing returning hash),
   request as (
     delete from saml_requests where enterprise_id = $1 and connection_id = $2 and id = $3 and expires_at > now()
       and exists (select from used)
     returning relay_state_hash)
   select exists (select from used) as "isNew", (select relay_state_hash from request) as "relayStateHash"`,
);

/** Takes no row that somebody else is deleting: several processes may tidy up at once. */
const deleteExpired = statement<{ readonly count: number }>(
  'saml-exchanges.delete-expired',
  `with requests as (
     delete from saml_requests where (enterprise_id, connection_id, id) in (
       select enterprise_id, connection_id, id from saml_requests where expires_at < now() limit $1 for update skip locked)
     returning 1),
   assertions as (
     delete from used_saml_assertions where (enterprise_id, connection_id, hash) in (
       select enterprise_id, connection_id, hash from used_saml_assertions where expires_at < now() limit $1
       for update skip locked)
     returning 1)
   select ((select count(*) from requests) + (select count(*) from assertions))::int as count`,
);

/** Requests to identity providers, each answered once, and assertions, each used once; whichever process the answer comes to. */
export class SamlExchangesRepository {
  constructor(private readonly db: Executor) {}

  /** Those of one connection. Each of its calls is one statement, and settles who of several is the one. */
  of(connection: ConnectionKey): SamlExchanges {
    const key = keyValues(connection);
    return {
      saveRequest: async (requestId, relayStateHash, expiresAt) => {
        await this.db.run(saveRequest, [...key, requestId, relayStateHash, expiresAt]);
      },
      consumeRequest: async requestId => {
        const [request] = await this.db.run(consumeRequest, [...key, requestId]);
        return request;
      },
      useAnswer: async (requestId, hash, expiresAt) => {
        const [answer] = await this.db.run(useAnswer, [...key, requestId, hash, expiresAt]);
        const { isNew = false, relayStateHash = null } = answer ?? {};
        return { isNew, request: relayStateHash ? { relayStateHash } : undefined };
      },
      useAssertion: async (hash, expiresAt) => {
        const used = await this.db.run(useAssertion, [...key, hash, expiresAt]);
        return used.length > 0;
      },
    };
  }

  /** Forgets what has expired, of every enterprise: at most so many requests, and so many assertions. Gives how many it was. */
  async deleteExpired(limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteExpired, [limit]);
    return deleted?.count ?? 0;
  }
}
