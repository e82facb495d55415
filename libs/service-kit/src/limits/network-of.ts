const GROUPS = 8;
const GROUPS_OF_A_NETWORK = 4;

/**
 * Whom a remote address stands for: an IPv4 address for itself, an IPv6 address for its /64, which is what one subscriber
 * gets and may take any address of.
 */
export function networkOf(address: string | undefined): string {
  if (!address?.includes(':')) return address ?? '';
  // An IPv4 client of a socket that listens on IPv6 too: ::ffff:192.0.2.1.
  if (address.includes('.')) return address.slice(address.lastIndexOf(':') + 1);
  const [before, after] = address.split('::').map(groupsOf);
  const given = [...(before ?? []), ...(after ?? [])];
  const zeros = Array.from({ length: Math.max(0, GROUPS - given.length) }, () => '0');
  return [...(before ?? []), ...zeros, ...(after ?? [])].slice(0, GROUPS_OF_A_NETWORK).join(':');
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
