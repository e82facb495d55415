import { isIP } from 'node:net';
import { type AddressVerdict, judgeAddress } from './judge-address.js';
import type { PrivateNetworks } from './private-networks.js';
import { SafeFetchError } from './safe-fetch-error.js';

/** A URL that may be asked for, if its addresses are right too. */
export interface CheckedTarget {
  readonly url: URL;
  /** Only an address of an allowed private network will do: it is not HTTPS, or on a port of another service. */
  readonly isConfined: boolean;
}

const HTTPS_PORT = 443;
/** Below are the well-known services, mail and the like, that an HTTP request could be taken for. */
const FIRST_FREE_PORT = 1024;

/**
 * Checks what can be told of a URL before its name is looked up. `URL` has by then made 127.0.0.1 of `0x7f.1` and `2130706433`.
 * @throws SafeFetchError `url_refused`, `address_refused`
 */
export function checkTarget(text: string, networks: PrivateNetworks): CheckedTarget {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new SafeFetchError('url_refused', 'The URL is not an https URL.');
  if (url.username !== '' || url.password !== '')
    throw new SafeFetchError('url_refused', 'The URL has a user name or a password in it.');
  const isConfined = url.protocol === 'http:' || !isOrdinaryPort(url.port);
  if (isConfined && networks.isEmpty)
    throw new SafeFetchError('url_refused', 'The URL is not an https URL on port 443 or on one above 1023.');
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(literal) !== 0) requireAddress(literal, { isConfined, networks });
  return { url, isConfined };
}

/** Which addresses will do. */
export interface AddressRule {
  readonly isConfined: boolean;
  readonly networks: PrivateNetworks;
}

/** @throws SafeFetchError `address_refused` */
export function requireAddress(address: string, { isConfined, networks }: AddressRule): void {
  const verdict: AddressVerdict = judgeAddress(address, networks);
  if (verdict === 'allowed' || (verdict === 'public' && !isConfined)) return;
  throw new SafeFetchError('address_refused', 'The host of the URL has an address that may not be called.');
}

function isOrdinaryPort(port: string): boolean {
  return port === '' || Number(port) === HTTPS_PORT || Number(port) >= FIRST_FREE_PORT;
}
