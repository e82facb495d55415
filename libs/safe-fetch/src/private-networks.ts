import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address of either family. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Networks that are not public and may be called all the same. */
export class PrivateNetworks {
  private constructor(private readonly networks: readonly [Address, number][]) {}

  /** No network at all. */
  static readonly none = new PrivateNetworks([]);

  /**
   * The networks of a list, in CIDR notation and separated by commas; of no list, none.
   * @throws RangeError
   * @example PrivateNetworks.parse('10.0.0.0/8, fd00::/8')
   */
  static parse(list: string | undefined): PrivateNetworks {
    const entries = list?.split(',').map(entry => entry.trim()) ?? [];
    return new PrivateNetworks(entries.map(parseNetwork));
  }

  get isEmpty(): boolean {
    return this.networks.length === 0;
  }

  has(address: Address): boolean {
    return this.networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  }
}

/** `ipaddr.js` alone would take 10/8 and 0x0a.0.0.0/8 as well. */
function parseNetwork(entry: string): [Address, number] {
  if (isIP(entry.split('/')[0] ?? '') === 0 || !ipaddr.isValidCIDR(entry))
    throw new RangeError(`"${entry}" is no network in CIDR notation.`);
  return ipaddr.parseCIDR(entry);
}
