import type { ConnectionKey } from './repositories/connection-key.js';

/**
 * The number of a connection's advisory lock: 64 bits of its id, as the function `connection_lock` in PostgreSQL, which the
 * trigger on `connections` asks, makes them too. A number and not the call, because it stands in the text that begins every write.
 */
export function connectionLock({ connectionId }: Pick<ConnectionKey, 'connectionId'>): bigint {
  const digits = connectionId.replaceAll('-', '');
  return BigInt.asIntN(64, BigInt(`0x${digits.slice(20)}${digits.slice(16, 20)}`));
}
