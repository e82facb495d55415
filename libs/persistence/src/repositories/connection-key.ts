import type { ConnectionId, EnterpriseId } from '../entities/ids.js';

/** Which connection of which enterprise: the first argument of everything that reads or writes its directory. */
export interface ConnectionKey {
  readonly enterpriseId: EnterpriseId;
  readonly connectionId: ConnectionId;
}

/** The tenant columns of a connection's row. */
export function keyColumns({ enterpriseId, connectionId }: ConnectionKey) {
  return { enterprise_id: enterpriseId, connection_id: connectionId };
}

/** The values of `$1` and `$2` of every statement on a connection's directory. */
export function keyValues({ enterpriseId, connectionId }: ConnectionKey): readonly [EnterpriseId, ConnectionId] {
  return [enterpriseId, connectionId];
}
