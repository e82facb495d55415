import { Resolver } from 'node:dns/promises';

/** The name is not there, or has no TXT record: an answer, and no failure. */
const NO_RECORD = ['ENODATA', 'ENOTFOUND'];
const TIMEOUT_MS = 2000;
const TRIES = 2;

/** Reads TXT records; tests have one of their own. */
export class DomainResolver {
  /** The TXT records of a name, each in one piece (RFC 7208 §3.3); undefined when the DNS did not answer. */
  async txt(name: string): Promise<readonly string[] | undefined> {
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
    try {
      // Absolute, so that nothing that the host searches is put behind it.
      const records = await resolver.resolveTxt(`${name}.`);
      return records.map(parts => parts.join(''));
    } catch (error) {
      return NO_RECORD.includes(String((error as { code?: unknown }).code)) ? [] : undefined;
    }
  }
}
