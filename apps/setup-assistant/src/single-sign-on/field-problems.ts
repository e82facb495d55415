import { ApiProblem } from '../api/api-problem.js';
import { texts } from '../texts/texts.js';

const { problems } = texts.singleSignOn.settings;

/** What is wrong with an address that was typed; nothing while there is none. */
export function httpsProblem(url: string): string | undefined {
  return url === '' || url.startsWith('https://') ? undefined : problems['not-https'];
}

/** What is wrong with a certificate that was typed; nothing while there is none. */
export function pemProblem(certificate: string): string | undefined {
  const isPem = /-----BEGIN CERTIFICATE-----[^]+-----END CERTIFICATE-----/.test(certificate);
  return certificate === '' || isPem ? undefined : problems['not-pem'];
}

/** What the service says of the first of these parts of the body that it says something of. */
export function detailOf(error: Error | null, ...pointers: readonly string[]): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return pointers.map(pointer => error.detailOf(pointer)).find(detail => detail !== undefined);
}

/** Whether all of it was typed. */
export function isFilled(...values: readonly string[]): boolean {
  return values.every(value => value !== '');
}
