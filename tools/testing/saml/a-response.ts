import { constants, createCipheriv, publicEncrypt, randomBytes, randomUUID } from 'node:crypto';
import type { SignatureAlgorithm } from '@node-saml/node-saml';
import { signXml } from '@node-saml/node-saml/lib/xml.js';
import { ASSERTION, BEARER, ENCRYPTION, PROTOCOL } from './said-by-saml.ts';
import { target } from './target.ts';
import { keys, type TestKey } from './keys.ts';

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
}

function newXmlId(): string {
  return `_${randomUUID()}`;
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}

function answering(requestId: string | undefined): string {
  return requestId === undefined ? '' : ` InResponseTo="${requestId}"`;
}

/** An assertion that nobody has signed. */
export function anAssertion(said: Said = {}): string {
  const { from = -60, until = 300, issued = -1, issuer = target.idpEntityId, audience = target.entityId } = said;
  return [
    `<saml:Assertion xmlns:saml="${ASSERTION}" ID="${said.id ?? newXmlId()}" Version="2.0" IssueInstant="${inSeconds(issued)}">`,
    `<saml:Issuer>${issuer}</saml:Issuer>${aSubject(said)}`,
    `<saml:Conditions NotBefore="${inSeconds(from)}" NotOnOrAfter="${inSeconds(until)}"><saml:AudienceRestriction>`,
    `<saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${inSeconds(-1)}" SessionIndex="_session"><saml:AuthnContext>`,
    '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml:AuthnContextClassRef>',
    '</saml:AuthnContext></saml:AuthnStatement>',
    '<saml:AttributeStatement><saml:Attribute Name="groups" FriendlyName="Groups">',
    '<saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>owners</saml:AttributeValue>',
    '</saml:Attribute></saml:AttributeStatement></saml:Assertion>',
  ].join('');
}

function aSubject(said: Said): string {
  const {
    until = 300,
    confirmedUntil = until,
    nameId = 'ada@example.com',
    recipient = target.acsUrl,
    method = BEARER,
  } = said;
  const request = 'confirmedRequest' in said ? said.confirmedRequest : said.inResponseTo;
  return [
    `<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">${nameId}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${method}"><saml:SubjectConfirmationData Recipient="${recipient}"`,
    ` NotOnOrAfter="${inSeconds(confirmedUntil)}"${answering(request)}/></saml:SubjectConfirmation></saml:Subject>`,
  ].join('');
}

/** A response around whatever is in it. */
export function aResponse(content: string, said: Said = {}): string {
  const destination = said.destination ?? target.acsUrl;
  const status = `urn:oasis:names:tc:SAML:2.0:status:${said.status ?? 'Success'}`;
  return [
    `<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}" ID="${newXmlId()}" Version="2.0"`,
    ` IssueInstant="${inSeconds(-1)}"${destination ? ` Destination="${destination}"` : ''}${answering(said.inResponseTo)}>`,
    `<saml:Issuer>${said.issuer ?? target.idpEntityId}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="${status}"/></samlp:Status>${content}</samlp:Response>`,
  ].join('');
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
  const secret = randomBytes(32);
  const padding = transport === 'rsa-1_5' ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING;
  const wrapped = publicEncrypt({ key: key.cert, padding }, secret).toString('base64');
  const isCbc = content === 'aes-256-cbc';
  const algorithm = isCbc ? `${ENCRYPTION}aes256-cbc` : 'http://www.w3.org/2009/xmlenc11#aes256-gcm';
  return [
    `<saml:EncryptedAssertion xmlns:saml="${ASSERTION}"><xenc:EncryptedData xmlns:xenc="${ENCRYPTION}">`,
    `<xenc:EncryptionMethod Algorithm="${algorithm}"/>`,
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>`,
    `<xenc:EncryptionMethod Algorithm="${ENCRYPTION}${transport ?? 'rsa-oaep-mgf1p'}"/>`,
    `<xenc:CipherData><xenc:CipherValue>${wrapped}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>`,
    `<xenc:CipherData><xenc:CipherValue>${(isCbc ? cbc : gcm)(xml, secret)}</xenc:CipherValue></xenc:CipherData>`,
    '</xenc:EncryptedData></saml:EncryptedAssertion>',
  ].join('');
}

/** XML Encryption 1.1 §5.2.4: the initialization vector, what is encrypted, the tag. */
function gcm(text: string, secret: Buffer): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

function cbc(text: string, secret: Buffer): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', secret, iv);
  return Buffer.concat([iv, cipher.update(text), cipher.final()]).toString('base64');
}

/** As the browser posts it. */
export function posted(xml: string): string {
  return Buffer.from(xml).toString('base64');
}
