import { describe, expect, it } from 'vitest';
import { judgeAddress } from './judge-address.js';
import { PrivateNetworks } from './private-networks.js';

describe('without an allowed network', () => {
  it.each([
    '8.8.8.8',
    '2606:4700::1',
    // An IPv4 address inside an IPv6 address: mapped, NAT64, 6to4.
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
  ])('%s is public', address => {
    expect(judgeAddress(address, PrivateNetworks.none)).toBe('public');
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    '::127.0.0.1',
    '::7f00:1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::808:808',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001::1',
    '2001:db8::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00:ec2::254',
    'ff02::1',
    '100::1',
    '4000::1',
    'localhost',
    '',
  ])('%s is refused', address => {
    expect(judgeAddress(address, PrivateNetworks.none)).toBe('refused');
  });
});

describe('with allowed networks', () => {
  const networks = PrivateNetworks.parse('10.0.0.0/8, fd00::/8');

  it.each(['10.1.2.3', 'fd12::1', '::ffff:10.1.2.3'])('%s is allowed', address => {
    expect(judgeAddress(address, networks)).toBe('allowed');
  });

  it.each(['11.0.0.1', '8.8.8.8', '2606:4700::1'])('%s is public', address => {
    expect(judgeAddress(address, networks)).toBe('public');
  });

  it.each(['127.0.0.1', 'fe80::1'])('%s is refused', address => {
    expect(judgeAddress(address, networks)).toBe('refused');
  });
});

it.each(['', '10.0.0.0', '10/8', '0x0a.0.0.0/8', '10.0.0.0/33', 'fd00::/129', 'example.com/8', '10.0.0.0/8,'])(
  '%j is no list of networks',
  list => {
    expect(() => PrivateNetworks.parse(list)).toThrow(RangeError);
  },
);
