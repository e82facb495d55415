import { describe, expect, it } from 'vitest';
import { parseIdpMetadata } from './parse-idp-metadata.js';
import { SamlMetadataError, type SamlMetadataErrorCode } from './saml-metadata-error.js';
import { certificate, entra, expiredCertificate, jumpcloud, okta, serviceProvider } from './test/sample-metadata.js';

const now = new Date('2026-11-24T12:00:00Z');
const pem = (base64: string) => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
const withoutDeclaration = (xml: string) => xml.slice(xml.indexOf('?>') + 2);
const grouped = (...entities: string[]) =>
  `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${entities.map(withoutDeclaration).join('')}</EntitiesDescriptor>`;
const validUntil = (moment: string) => okta.replace(' entityID', ` validUntil="${moment}" entityID`);

describe('gives what the metadata says', () => {
  it('of Okta', () => {
    const url = 'https://acme.okta.example/app/postern/exk1example/sso/saml';
    expect(parseIdpMetadata(okta, now)).toEqual({
      entityId: 'http://www.okta.com/exk1example',
      signOnUrls: [
        { binding: 'HTTP-Redirect', url },
        { binding: 'HTTP-POST', url },
      ],
      certificates: [pem(certificate)],
      nameIdFormats: [
        'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
        'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
      ],
      wantsSignedRequests: false,
      logoutUrl: null,
      validUntil: null,
    });
  });

  it('of Entra ID, and nothing of its other roles', () => {
    expect(parseIdpMetadata(entra, now)).toMatchObject({
      entityId: 'https://sts.windows.example/6b1f7c3e/',
      certificates: [pem(expiredCertificate), pem(certificate)],
      nameIdFormats: [],
      logoutUrl: 'https://login.microsoft.example/6b1f7c3e/saml2',
    });
  });

  it('of JumpCloud, whose key does not say that it is for signing', () => {
    expect(parseIdpMetadata(jumpcloud, now)).toMatchObject({
      entityId: 'JumpCloud',
      signOnUrls: [{ binding: 'HTTP-Redirect', url: 'https://sso.jumpcloud.example/saml2/postern?a=1&b=2' }],
      certificates: [pem(certificate)],
      wantsSignedRequests: true,
    });
  });

  it.each([
    ['in a group of one', grouped(okta)],
    ['in a group with a service provider', grouped(okta, `<?xml?>${serviceProvider}`)],
    ['in a group of a group', grouped(`<?xml?>${grouped(okta)}`)],
    ['with a comment and a byte order mark before it', `\uFEFF<!-- Acme --> ${withoutDeclaration(okta)}`],
    ['with Windows line ends', okta.replaceAll('\n', '\r\n')],
    ['with a certificate in CDATA', okta.replace(certificate, `<![CDATA[${certificate}]]>`)],
  ])('%s', (_, xml) => {
    expect(parseIdpMetadata(xml, now).entityId).toBe('http://www.okta.com/exk1example');
  });

  it('names a certificate once that is there twice', () => {
    const key = /<md:KeyDescriptor.*<\/md:KeyDescriptor>/s.exec(okta)?.[0] ?? '';
    expect(parseIdpMetadata(okta.replace(key, key + key), now).certificates).toHaveLength(1);
  });

  it('leaves a logout URL without TLS out', () => {
    const insecure = entra.replace(/(SingleLogoutService.*)https:/, '$1http:');
    expect(parseIdpMetadata(insecure, now).logoutUrl).toBeNull();
  });

  it.each([
    ['2026-11-24T12:00:00.001Z', '2026-11-24T12:00:00.001Z'],
    ['2026-11-24T12:00:01', '2026-11-24T12:00:01.000Z'],
    ['2026-11-24T14:00:01+02:00', '2026-11-24T12:00:01.000Z'],
  ])('valid until %s', (moment, expected) => {
    expect(parseIdpMetadata(validUntil(moment), now).validUntil).toBe(expected);
  });
});

const xxe = `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`;
const laughs = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>`;
const refused: readonly [SamlMetadataErrorCode, string, string][] = [
  ['doctype', 'an external entity', xxe + withoutDeclaration(okta).replace('JumpCloud', '&a;')],
  ['doctype', 'a billion laughs', laughs + withoutDeclaration(okta)],
  ['doctype', 'a DOCTYPE in lower case', `<!doctype x>${withoutDeclaration(okta)}`],
  ['doctype', 'an external DTD', `<!DOCTYPE x SYSTEM "https://evil.example/x.dtd">${withoutDeclaration(okta)}`],
  ['html_page', 'the sign-in page', '\n<!DOCTYPE html><html><body>Sign in</body></html>'],
  ['html_page', 'a page without DOCTYPE', '<html lang="en"><head></head></html>'],
  ['not_xml', 'nothing', ''],
  ['not_xml', 'JSON', '{"issuer":"https://idp.example"}'],
  ['not_xml', 'a URL', 'https://acme.okta.example/metadata'],
  ['not_xml', 'a document that was cut off in an element', okta.slice(0, -200)],
  ['not_xml', 'a document that was cut off between elements', okta.slice(0, okta.lastIndexOf('</md:EntityD'))],
  ['not_xml', 'an element that is closed by another name', okta.replace('</md:NameIDFormat>', '</md:NameId>')],
  ['not_xml', 'a second root', `${okta}<x/>`],
  ['not_xml', 'text behind the root', `${okta}x`],
  ['not_xml', 'CDATA before the root', `<![CDATA[x]]>${withoutDeclaration(okta)}`],
  ['not_xml', 'an entity that nobody declared', okta.replace('unspecified', '&nbsp;')],
  ['not_xml', 'an ampersand that means nothing', okta.replace('unspecified', 'a & b')],
  ['not_xml', 'a reference to no character', okta.replace('unspecified', '&#0;')],
  ['not_xml', 'a reference beyond Unicode', okta.replace('unspecified', '&#x110000;')],
  ['not_xml', 'a character that XML does not have', okta.replace('unspecified', '\0')],
  ['not_xml', 'an attribute without quotes', okta.replace('use="signing"', 'use=signing')],
  ['not_xml', 'an attribute twice', okta.replace('use="signing"', 'use="signing" use="encryption"')],
  [
    'no_signing_certificate',
    'a prefix that nobody declared',
    okta.replaceAll('ds:', 'other:').replace('xmlns:other', 'xmlns:ds'),
  ],
  ['too_deep', 'a thousand elements in each other', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`],
  ['too_large', 'more than a mebibyte', `${okta}${' '.repeat(1_048_576)}`],
  ['not_metadata', 'another root', '<Response xmlns="urn:oasis:names:tc:SAML:2.0:protocol"/>'],
  ['not_metadata', 'the namespace of another version', okta.replace('SAML:2.0:metadata', 'SAML:1.1:metadata')],
  ['not_metadata', 'no namespace', '<EntityDescriptor entityID="x"/>'],
  ['no_identity_provider', 'the metadata of a service provider', serviceProvider],
  ['no_identity_provider', 'an empty group', grouped()],
  ['several_identity_providers', 'a federation', grouped(okta, jumpcloud)],
  ['several_identity_providers', 'two roles in one entity', okta.replace(/<md:IDP.*<\/md:IDPSSODescriptor>/s, '$&$&')],
  ['not_saml2', 'SAML 1.1', okta.replace('SAML:2.0:protocol', 'SAML:1.1:protocol')],
  [
    'duplicate_id',
    'an ID twice',
    entra.replace('<IDPSSODescriptor', '<IDPSSODescriptor ID="_5b0c5d3e-1f6f-4c53-8c07-3a7f0f9d1c22"'),
  ],
  ['entity_id_invalid', 'no entity ID', okta.replace(/entityID="[^"]*"/, '')],
  ['entity_id_invalid', 'an entity ID that is too long', okta.replace('exk1example', 'x'.repeat(1025))],
  ['entity_id_invalid', 'a control character in the entity ID', okta.replace('exk1example', '&#x85;')],
  ['expired', 'a validUntil that has passed', validUntil('2026-11-24T12:00:00Z')],
  [
    'expired',
    'a validUntil of the group that has passed',
    grouped(okta).replace(' xmlns', ' validUntil="2020-01-01T00:00:00Z" xmlns'),
  ],
  ['valid_until_invalid', 'a validUntil that is no moment', validUntil('tomorrow')],
  ['valid_until_invalid', 'a validUntil in a month that does not exist', validUntil('2027-13-01T00:00:00Z')],
  ['no_sign_on_url', 'sign-on over SOAP alone', okta.replaceAll(/HTTP-(?:POST|Redirect)/g, 'SOAP')],
  ['sign_on_url_insecure', 'a sign-on URL without TLS', okta.replace('https://acme', 'http://acme')],
  [
    'sign_on_url_insecure',
    'a sign-on URL that runs a script',
    okta.replace(/Location="[^"]*"/, 'Location="javascript:alert(1)"'),
  ],
  ['sign_on_url_insecure', 'a sign-on URL with a password', okta.replace('https://acme', 'https://ava:x@acme')],
  ['no_signing_certificate', 'a key for encryption alone', okta.replace('use="signing"', 'use="encryption"')],
  ['no_signing_certificate', 'a certificate of another namespace', okta.replace('2000/09/xmldsig#', '2009/xmldsig11#')],
  ['certificate_unreadable', 'a certificate that is none', okta.replace(certificate, 'bm8=')],
];

describe('is refused', () => {
  it.each(refused)('%s: %s', (code, _, xml) => {
    let thrown: unknown;
    try {
      parseIdpMetadata(xml, now);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SamlMetadataError);
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(/\.$/) });
  });
});
