import { generate } from 'selfsigned';

/** The metadata document that an identity provider with this entity ID gives out. */
export async function metadataOf(entityId: string): Promise<string> {
  const { cert } = await generate([{ name: 'commonName', value: 'idp.example.com' }], { keySize: 2048 });
  const base64 = cert.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  return `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${base64}</X509Certificate></X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/></IDPSSODescriptor></EntityDescriptor>`;
}
