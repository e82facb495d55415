import { join } from 'node:path';
import type { Demo } from './demo-file.js';

/** What a first start prints: where things are and a request to try. */
export function welcome({ scimBaseUrl, scimToken, publicUrl, assistantUrl }: Demo, dataDirectory: string): string {
  return `
Postern runs at ${publicUrl}

  Set-up         ${assistantUrl}
  SCIM base URL  ${scimBaseUrl}
  SCIM token     ${scimToken}
  All values     ${join(dataDirectory, 'demo.json')}

Create a person, as an identity provider would:

  curl -sS -X POST '${scimBaseUrl}/Users' \\
    -H 'Authorization: Bearer ${scimToken}' \\
    -H 'Content-Type: application/scim+json' \\
    -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ava@example.com","name":{"givenName":"Ava","familyName":"Lind"},"active":true}'

Stop with Ctrl-C. The data stays.

`;
}
