import { isIP } from 'node:net';
import { ValidateBy } from 'class-validator';

const NAMED_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** IP addresses, subnets or names of networks, separated by commas. */
export function IsProxyList(): PropertyDecorator {
  return ValidateBy({
    name: 'proxies',
    validator: {
      validate: value => isListOf(value, entry => NAMED_NETWORKS.includes(entry) || isAddressOrSubnet(entry)),
      defaultMessage: () => '$property must be IP addresses or subnets, separated by commas',
    },
  });
}

/** Subnets in CIDR notation, separated by commas. */
export function IsSubnetList(): PropertyDecorator {
  return ValidateBy({
    name: 'subnets',
    validator: {
      validate: value => isListOf(value, entry => entry.includes('/') && isAddressOrSubnet(entry)),
      defaultMessage: () => '$property must be subnets in CIDR notation, separated by commas',
    },
  });
}

function isListOf(value: unknown, isEntry: (entry: string) => boolean): boolean {
  return typeof value === 'string' && value.split(',').every(entry => isEntry(entry.trim()));
}

function isAddressOrSubnet(entry: string): boolean {
  const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) <= (version === 4 ? 32 : 128);
}
