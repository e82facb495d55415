import ipaddr from 'ipaddr.js';
import type { Address, PrivateNetworks } from './private-networks.js';

/** What an address is to us. */
export type AddressVerdict = 'public' | 'allowed' | 'refused';

/** Nothing else of IPv6 is public (RFC 4291 §2.4, IANA's registry). */
const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3');

/** RFC 6052 §2.1. Where the IPv4 address is in other prefixes of NAT64, only their network knows. */
const WELL_KNOWN_NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

/**
 * Whether an address may be called: `public` when everybody reaches it, `allowed` when it is in one of the networks that are
 * allowed. An IPv4 address inside an IPv6 address (mapped, 6to4, NAT64) is what is judged.
 */
export function judgeAddress(text: string, networks: PrivateNetworks): AddressVerdict {
  if (!ipaddr.isValid(text)) return 'refused';
  const address = unpack(ipaddr.parse(text));
  if (networks.has(address)) return 'allowed';
  return isPublic(address) ? 'public' : 'refused';
}

function isPublic(address: Address): boolean {
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST));
}

/** Where a packet to this address comes out in the end. */
function unpack(address: Address): Address {
  if (!(address instanceof ipaddr.IPv6)) return address;
  const bytes = address.toByteArray();
  if (address.isIPv4MappedAddress() || address.match(WELL_KNOWN_NAT64)) return ipaddr.fromByteArray(bytes.slice(12));
  // RFC 3056 §2: the 32 bits behind 2002.
  return address.range() === '6to4' ? ipaddr.fromByteArray(bytes.slice(2, 6)) : address;
}
