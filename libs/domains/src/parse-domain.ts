import { domainToASCII } from 'node:url';

const MAX_LENGTH = 253;
const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;
/** Whatever else `domainToASCII` would read a host out of. */
const FOREIGN = /[\s/\\:@?#%[\]_*]/;
/** Second-level labels under which registries of countries let anybody register: `co.uk`, `com.au`, `ac.jp`, `gv.at`. */
const REGISTRY_LABELS =
  'ac co com ed edu fed go gob gouv gov govt gv id info ltd me mil ne net nom nsn or org plc sch'.split(' ');

/** Why a text is no domain that somebody can have. */
export type DomainFault = 'not_a_domain' | 'public_suffix';

/** A domain in the one form in which it is stored and compared, or what is wrong with it. */
export type ParsedDomain = { readonly name: string } | { readonly fault: DomainFault };

/**
 * Reads a domain: in lower case, in ASCII (RFC 5891), without the dot of the root. A suffix under which others register is nobody's:
 * a single label, and the usual second-level labels of countries. That is not the whole Public Suffix List, and need not be: a
 * record in the DNS of the suffix has to be made, which only its registry can.
 *
 * @example parseDomain('Bücher.Example.') // { name: 'xn--bcher-kva.example' }
 */
export function parseDomain(text: string): ParsedDomain {
  if (FOREIGN.test(text)) return { fault: 'not_a_domain' };
  const name = domainToASCII(text.normalize('NFC')).toLowerCase().replace(/\.$/, '');
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  // The last label of an address of IPv4 has digits alone (RFC 3696 §2).
  if (name.length > MAX_LENGTH || !labels.every(label => LABEL.test(label)) || /^\d+$/.test(last))
    return { fault: 'not_a_domain' };
  return isPublicSuffix(labels) ? { fault: 'public_suffix' } : { name };
}

function isPublicSuffix(labels: readonly string[]): boolean {
  const [second = '', last = ''] = labels;
  if (labels.length === 1) return true;
  return labels.length === 2 && last.length === 2 && REGISTRY_LABELS.includes(second);
}

/**
 * The domain of an e-mail address, in the form in which it is stored; undefined when there is none. Nothing is looked at but what
 * follows the last `@`.
 */
export function domainOfEmail(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 1) return undefined;
  const parsed = parseDomain(address.slice(at + 1).trim());
  return 'name' in parsed ? parsed.name : undefined;
}
