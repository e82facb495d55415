import type { ConnectionId, EnterpriseId } from '../entities/ids.js';
import type { ScimRequestWrite } from './scim-requests.repository.js';

/** A SCIM request for the log, as flat as can be: it waits, and what waits is moved about by the garbage collector. */
export interface PackedRequest {
  /** Null where nobody knows it yet. */
  readonly enterpriseId: EnterpriseId | null;
  readonly connectionId: ConnectionId;
  /** ISO 8601. */
  readonly at: string;
  readonly status: number;
  /** Hours do not count rehearsals. */
  readonly isCounted: boolean;
  /** The members of the row's JSON but for the enterprise, with the brace that ends it. */
  readonly json: string;
}

/** A packed request whose enterprise is known. */
export type OwnedRequest = PackedRequest & { readonly enterpriseId: EnterpriseId };

/** Packs a request. What is null is left out, which says the same. */
export function packRequest({ enterprise_id: enterpriseId, ...row }: ScimRequestWrite): PackedRequest {
  const { connection_id: connectionId, at, status } = row;
  const isCounted = row.rehearsal_id === null;
  return { enterpriseId, connectionId, at, status, isCounted, json: JSON.stringify(withoutNulls(row)).slice(1) };
}

function withoutNulls(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** The JSON of all rows. */
export function toRows(requests: readonly OwnedRequest[]): string {
  return `[${requests.map(({ enterpriseId, json }) => `{"enterprise_id":"${enterpriseId}",${json}`).join(',')}]`;
}

/** The JSON of how many requests came in each hour of each connection. */
export function toHours(requests: readonly OwnedRequest[]): string {
  // `2026-11-24T09`, in UTC as all moments.
  const counted = requests.filter(({ isCounted }) => isCounted);
  const byHour = Map.groupBy(counted, ({ enterpriseId, connectionId, at }) =>
    [enterpriseId, connectionId, at.slice(0, 13)].join(' '),
  );
  const hours = [...byHour].map(([key, ofHour]) => {
    const [enterprise, connection, hour] = key.split(' ');
    return {
      enterprise_id: enterprise,
      connection_id: connection,
      hour: `${hour}:00:00Z`,
      requests: ofHour.length,
      failures: ofHour.filter(({ status }) => status >= 400).length,
      last_at: ofHour.map(({ at }) => at).reduce((a, b) => (a > b ? a : b)),
    };
  });
  return JSON.stringify(hours);
}
