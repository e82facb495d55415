import { SignInError } from './sign-in-error.js';

/**
 * A moment of SAML: an xs:dateTime in UTC (SAML 2.0 core §1.3.3). JavaScript would read one without Z in the zone of this machine.
 * @throws SignInError
 */
export function toDate(moment: string): Date {
  const date = new Date(moment);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]00:00)$/.test(moment) || Number.isNaN(date.getTime()))
    throw SignInError.of('saml_malformed');
  return date;
}
