import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { type AddressRule, requireAddress } from './checked-target.js';
import { SafeFetchError } from './safe-fetch-error.js';

/** Finds all addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

/** As the operating system does it, `/etc/hosts` included. */
export const systemResolve: Resolve = hostname => lookup(hostname, { all: true });

/**
 * A look-up for `net.connect`: the addresses that are checked are the very ones that are connected to, so an answer of DNS that
 * changes in between (rebinding) is of no use. One address that may not be called refuses them all.
 */
export function checkedLookup(resolve: Resolve, rule: AddressRule): LookupFunction {
  const find = callbackify(resolveChecked);
  return (hostname, options, done) => {
    find(resolve, hostname, rule, (error, addresses?: readonly LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (!first) done(error, []);
      else if (options.all) done(null, [...(addresses ?? [])]);
      else done(null, first.address, first.family);
    });
  };
}

/** @throws SafeFetchError `unresolved`, `address_refused` */
async function resolveChecked(
  resolve: Resolve,
  hostname: string,
  rule: AddressRule,
): Promise<readonly LookupAddress[]> {
  const addresses = await resolve(hostname).catch((cause: unknown) => {
    throw new SafeFetchError('unresolved', 'The host of the URL cannot be found.', { cause });
  });
  if (addresses.length === 0) throw new SafeFetchError('unresolved', 'The host of the URL has no address.');
  for (const { address } of addresses) requireAddress(address, rule);
  return addresses;
}
