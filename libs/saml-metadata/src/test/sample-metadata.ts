/** A certificate whose key nobody has, as metadata holds it. */
export const certificate = `MIIBiDCCAS2gAwIBAgIUFHWm0dXp4+qVbXazvQB+hvf9pC8wCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNdmFsaWQuZXhhbXBsZTAgFw0yNjExMjQxMzM2NDJaGA8yMTI2
MTAzMTEzMzY0MlowGDEWMBQGA1UEAwwNdmFsaWQuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABJtiyKtt7NqCj220Yq0rA6fdOBO+oFHrxrodLZmj4Qwy
PciEiFbGgP10uVhVW/207D6S3P+nlJlh3yUe8Q+GfUmjUzBRMB0GA1UdDgQWBBRX
3eZkhFNstbGC2AYxDq8CaZrfdDAfBgNVHSMEGDAWgBRX3eZkhFNstbGC2AYxDq8C
aZrfdDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCE9624Scs+
R2DZuwHNUrnhTRbsdJ+qXWjodBlc3nYUfwIhAJe8JRVAnW4GK/Mkxgyiuj81bXOL
Akij0vBM7toesy0l`;

/** Another, which was valid in 2020. */
export const expiredCertificate = `MIIBGzCBwgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9leHBpcmVkLmV4YW1w
bGUwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9l
eHBpcmVkLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASbYsirbeza
go9ttGKtKwOn3TgTvqBR68a6HS2Zo+EMMj3IhIhWxoD9dLlYVVv9tOw+ktz/p5SZ
Yd8lHvEPhn1JMAoGCCqGSM49BAMCA0gAMEUCIAPjNSZ80ZwNqOijz3pMFwW75BOd
sd9kvIUfWid+DTaIAiEAneLS1rtguXZBy38T+Fueg6o23/6hfgBb1/qAUxmJins=`;

const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect';
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';

/** As Okta gives it out: prefixes declared where they are used first, POST before Redirect. */
export const okta = `<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor entityID="http://www.okta.com/exk1example" xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"><md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat><md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat><md:SingleSignOnService Binding="${POST}" Location="https://acme.okta.example/app/postern/exk1example/sso/saml"/><md:SingleSignOnService Binding="${REDIRECT}" Location="https://acme.okta.example/app/postern/exk1example/sso/saml"/></md:IDPSSODescriptor></md:EntityDescriptor>`;

/** As Entra ID gives it out: a byte order mark, its own roles beside the one of SAML, two certificates. */
export const entra = `\uFEFF<?xml version="1.0" encoding="utf-8"?>
<EntityDescriptor ID="_5b0c5d3e-1f6f-4c53-8c07-3a7f0f9d1c22" entityID="https://sts.windows.example/6b1f7c3e/" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">
  <RoleDescriptor xsi:type="fed:SecurityTokenServiceType" protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>bm90IHVzZWQ=</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
  </RoleDescriptor>
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${expiredCertificate.replaceAll('\n', '')}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate.replaceAll('\n', '')}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <SingleLogoutService Binding="${REDIRECT}" Location="https://login.microsoft.example/6b1f7c3e/saml2" />
    <SingleSignOnService Binding="${REDIRECT}" Location="https://login.microsoft.example/6b1f7c3e/saml2" />
    <SingleSignOnService Binding="${POST}" Location="https://login.microsoft.example/6b1f7c3e/saml2" />
  </IDPSSODescriptor>
</EntityDescriptor>
`;

/** As JumpCloud gives it out: a key that does not say what it is for. */
export const jumpcloud = `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="JumpCloud">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor>
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>${certificate.replaceAll('\n', '&#xD;\n')}</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:SingleSignOnService Binding="${REDIRECT}" Location="https://sso.jumpcloud.example/saml2/postern?a=1&amp;b=2"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;

/** The metadata of a service provider, as this service gives it out itself. */
export const serviceProvider = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sso.example.com/saml"><SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><AssertionConsumerService index="0" Binding="${POST}" Location="https://sso.example.com/acs"/></SPSSODescriptor></EntityDescriptor>`;
