import { constants, createCipheriv, publicEncrypt, randomBytes, randomUUID } from 'node:crypto';
import type { SignatureAlgorithm } from '@node-saml/node-saml';
import { signXml } from '@node-saml/node-saml/lib/xml.js';
import { acsUrl, entityId, idpEntityId } from './a-service-provider.js';
import { keys, type TestKey } from './keys.js';

/** What an assertion and the response around it say. */
export interface Said {
  readonly inResponseTo?: string | undefined;
  readonly id?: string;
  readonly issuer?: string;
  /** XML, in the place of the NameID's text. */
  readonly nameId?: string;
  readonly audience?: string;
  readonly recipient?: string;
  readonly destination?: string;
  readonly confirmedRequest?: string | undefined;
  /** In seconds from now. */
  readonly from?: number;
  readonly until?: number;
  readonly confirmedUntil?: number;
  readonly issued?: number;
  readonly status?: string;
  readonly method?: string;
  /** XML, at the end of the assertion. */
  readonly more?: string;
}

const namespaces =
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"';

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

function answering(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` InResponseTo="${requestId}"`;
}

/** An assertion that nobody has signed. */
export function anAssertion(said: Said = {}): string {
  const { from = -60, until = 300, confirmedUntil = until, issued = -1, issuer = idpEntityId } = said;
  const request = 'confirmedRequest' in said ? said.confirmedRequest : said.inResponseTo;
  return `<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${said.id ?? `_${randomUUID()}`}" Version="2.0" IssueInstant="${inSeconds(issued)}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${said.nameId ?? 'ada@example.com'}</saml:NameID><saml:SubjectConfirmation Method="${said.method ?? 'urn:oasis:names:tc:SAML:2.0:cm:bearer'}"><saml:SubjectConfirmationData Recipient="${said.recipient ?? acsUrl}" NotOnOrAfter="${inSeconds(confirmedUntil)}"${answering(request)}/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${inSeconds(from)}" NotOnOrAfter="${inSeconds(until)}"><saml:AudienceRestriction><saml:Audience>${said.audience ?? entityId}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${inSeconds(-1)}" SessionIndex="_session"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="groups" FriendlyName="Groups"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>owners</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>${said.more ?? ''}</saml:Assertion>`;
}

/** A response around whatever is in it. */
export function aResponse(content: string, said: Said = {}): string {
  const destination = said.destination ?? acsUrl;
  return `<samlp:Response ${namespaces} ID="_${randomUUID()}" Version="2.0" IssueInstant="${inSeconds(-1)}"${destination ? ` Destination="${destination}"` : ''}${answering(said.inResponseTo)}><saml:Issuer>${said.issuer ?? idpEntityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${said.status ?? 'Success'}"/></samlp:Status>${content}</samlp:Response>`;
}

/** How something is signed. */
export interface Signing {
  readonly key?: TestKey;
  /** Whether the certificate comes along. */
  readonly hasKeyInfo?: boolean;
  readonly algorithm?: SignatureAlgorithm;
  readonly digest?: SignatureAlgorithm;
  readonly transforms?: string[];
  /** XPath of what the signature is about. */
  readonly about?: string;
}

/** The XML with its root signed. */
export function signed(xml: string, { key = keys.idp, hasKeyInfo = true, ...signing }: Signing = {}): string {
  const { algorithm = 'sha256', digest = algorithm, transforms, about = '/*' } = signing;
  return signXml(
    xml,
    about,
    { reference: "/*/*[local-name(.)='Issuer']", action: 'after' },
    {
      privateKey: key.private,
      signatureAlgorithm: algorithm,
      digestAlgorithm: digest,
      ...(hasKeyInfo && { publicCert: key.cert }),
      ...(transforms && { xmlSignatureTransforms: transforms }),
    },
  );
}

/** How something is encrypted. */
export interface Encryption {
  readonly key?: TestKey;
  readonly content?: 'aes-256-gcm' | 'aes-256-cbc';
  readonly transport?: 'rsa-oaep-mgf1p' | 'rsa-1_5';
}

/** An EncryptedAssertion of it. */
export function encrypted(xml: string, { key = keys.own, content, transport }: Encryption = {}): string {
  const cipherName = content ?? 'aes-256-gcm';
  const isGcm = cipherName === 'aes-256-gcm';
  const secret = randomBytes(32);
  const iv = randomBytes(isGcm ? 12 : 16);
  const cipher = createCipheriv(cipherName, secret, iv);
  const text = Buffer.concat([iv, cipher.update(xml), cipher.final()]);
  const tag = 'getAuthTag' in cipher && isGcm ? (cipher as { getAuthTag(): Buffer }).getAuthTag() : Buffer.alloc(0);
  const padding = transport === 'rsa-1_5' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = publicEncrypt({ key: key.cert, padding }, secret).toString('base64');
  const contentUrl = isGcm
    ? 'http://www.w3.org/2009/xmlenc11#aes256-gcm'
    : 'http://www.w3.org/2001/04/xmlenc#aes256-cbc';
  return `<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="${contentUrl}"/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#${transport ?? 'rsa-oaep-mgf1p'}"/><xenc:CipherData><xenc:CipherValue>${wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>${Buffer.concat([text, tag]).toString('base64')}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>`;
}

/** As the browser posts it. */
export function posted(xml: string): string {
  return Buffer.from(xml).toString('base64');
}
