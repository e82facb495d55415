import { childrenOf, METADATA, textOf } from './elements.js';
import { findIdp } from './find-idp.js';
import { parseXml } from './parse-xml.js';
import { SamlMetadataError } from './saml-metadata-error.js';
import { signingCertificates } from './signing-certificates.js';

/** How a browser carries a request to the identity provider (SAML 2.0 bindings §3.4 and §3.5), the better one first. */
const bindings = ['HTTP-Redirect', 'HTTP-POST'] as const;

/** How a browser carries a request to the identity provider. */
export type SignOnBinding = (typeof bindings)[number];

/** Where people sign in. */
export interface SignOnUrl {
  readonly binding: SignOnBinding;
  /** `https` */
  readonly url: string;
}

/** What the metadata of an identity provider says of it. */
export interface IdpMetadata {
  readonly entityId: string;
  /** At least one; HTTP-Redirect before HTTP-POST. */
  readonly signOnUrls: readonly [SignOnUrl, ...SignOnUrl[]];
  /** The certificates it signs with, in PEM form; at least one, expired ones among them. */
  readonly certificates: readonly string[];
  readonly nameIdFormats: readonly string[];
  readonly wantsSignedRequests: boolean;
  /** Where logout messages go by HTTP-Redirect, `https`; null when there is no such place. */
  readonly logoutUrl: string | null;
  /** ISO 8601; null when the document says nothing of it. */
  readonly validUntil: string | null;
}

const MAX_URL_LENGTH = 2000;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?<zone>Z|[+-]\d\d:\d\d)?$/;

/**
 * Gives what a SAML 2.0 metadata document says of its one identity provider (SAML 2.0 metadata §2.4.3). A signature on it is
 * not looked at: whoever hands the document over vouches for it.
 * @param now the moment at which the document must be valid
 * @throws SamlMetadataError
 */
export function parseIdpMetadata(xml: string, now: Date): IdpMetadata {
  const { path, entity, descriptor } = findIdp(parseXml(xml));
  const validUntil = earliest(path.flatMap(element => element.getAttribute('validUntil') || []));
  if (validUntil && validUntil <= now) throw SamlMetadataError.of('expired');
  return {
    entityId: entityIdOf(entity),
    signOnUrls: signOnUrlsOf(descriptor),
    certificates: signingCertificates(descriptor),
    nameIdFormats: childrenOf(descriptor, METADATA, 'NameIDFormat').map(textOf),
    wantsSignedRequests: ['true', '1'].includes(descriptor.getAttribute('WantAuthnRequestsSigned') ?? ''),
    logoutUrl: logoutUrlOf(descriptor),
    validUntil: validUntil?.toISOString() ?? null,
  };
}

function earliest(moments: readonly string[]): Date | undefined {
  const [first] = moments.map(toDate).toSorted((a, b) => a.getTime() - b.getTime());
  return first;
}

/** SAML 2.0 core §1.3.3: moments are in UTC, also those that do not say so. */
function toDate(moment: string): Date {
  const match = DATE_TIME.exec(moment.trim());
  const date = new Date(match?.groups?.['zone'] === undefined ? `${moment.trim()}Z` : moment.trim());
  if (!match || Number.isNaN(date.getTime())) throw SamlMetadataError.of('valid_until_invalid');
  return date;
}

function entityIdOf(entity: Element): string {
  const entityId = entity.getAttribute('entityID')?.trim() ?? '';
  if (!/^[^\p{Cc}]{1,1024}$/u.test(entityId)) throw SamlMetadataError.of('entity_id_invalid');
  return entityId;
}

function signOnUrlsOf(descriptor: Element): IdpMetadata['signOnUrls'] {
  const [first, ...rest] = locationsOf(descriptor, 'SingleSignOnService');
  if (!first) throw SamlMetadataError.of('no_sign_on_url');
  const urls = [first, ...rest] as const;
  if (!urls.every(({ url }) => isHttps(url))) throw SamlMetadataError.of('sign_on_url_insecure');
  return urls;
}

function logoutUrlOf(descriptor: Element): string | null {
  const services = locationsOf(descriptor, 'SingleLogoutService');
  return services.find(({ binding, url }) => binding === 'HTTP-Redirect' && isHttps(url))?.url ?? null;
}

/** The endpoints of a kind that a browser can be sent to, in the order of {@link bindings}. */
function locationsOf(descriptor: Element, service: string): SignOnUrl[] {
  const services = childrenOf(descriptor, METADATA, service);
  return bindings.flatMap(binding =>
    services
      .filter(element => element.getAttribute('Binding') === `urn:oasis:names:tc:SAML:2.0:bindings:${binding}`)
      .map(element => ({ binding, url: element.getAttribute('Location')?.trim() ?? '' })),
  );
}

function isHttps(url: string): boolean {
  if (url.length > MAX_URL_LENGTH || !URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && !/\s/.test(url);
}
