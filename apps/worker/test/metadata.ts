/** A certificate whose key nobody has. */
const certificate = `MIIBiDCCAS2gAwIBAgIUFHWm0dXp4+qVbXazvQB+hvf9pC8wCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNdmFsaWQuZXhhbXBsZTAgFw0yNjExMjQxMzM2NDJaGA8yMTI2
MTAzMTEzMzY0MlowGDEWMBQGA1UEAwwNdmFsaWQuZXhhbXBsZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABJtiyKtt7NqCj220Yq0rA6fdOBO+oFHrxrodLZmj4Qwy
PciEiFbGgP10uVhVW/207D6S3P+nlJlh3yUe8Q+GfUmjUzBRMB0GA1UdDgQWBBRX
3eZkhFNstbGC2AYxDq8CaZrfdDAfBgNVHSMEGDAWgBRX3eZkhFNstbGC2AYxDq8C
aZrfdDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQCE9624Scs+
R2DZuwHNUrnhTRbsdJ+qXWjodBlc3nYUfwIhAJe8JRVAnW4GK/Mkxgyiuj81bXOL
Akij0vBM7toesy0l`;

/** Another. */
const nextCertificate = `MIIBGzCBwgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9leHBpcmVkLmV4YW1w
bGUwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9l
eHBpcmVkLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASbYsirbeza
go9ttGKtKwOn3TgTvqBR68a6HS2Zo+EMMj3IhIhWxoD9dLlYVVv9tOw+ktz/p5SZ
Yd8lHvEPhn1JMAoGCCqGSM49BAMCA0gAMEUCIAPjNSZ80ZwNqOijz3pMFwW75BOd
sd9kvIUfWid+DTaIAiEAneLS1rtguXZBy38T+Fueg6o23/6hfgBb1/qAUxmJins=`;

/** The metadata of an identity provider. */
export function metadataOf({ signOnUrl = 'https://idp.example.com/sso', isNextCertificate = false } = {}): string {
  const digits = isNextCertificate ? nextCertificate : certificate;
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${digits}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${signOnUrl}"/></IDPSSODescriptor></EntityDescriptor>`;
}
