import type { Received } from '#libs/attribute-mapping';
import type { TestedPerson } from '#libs/persistence';

/** What a protocol says of who signs in, when all its checks have passed. */
export interface VerifiedPerson {
  /** The NameID, or the `sub`. */
  readonly subject: string;
  /**
   * Within which the subject names one person for ever: the issuer and client of OpenID Connect; the entity ID and NameID format of
   * SAML. Null when the subject is another each time (a transient NameID).
   */
  readonly subjectIssuer: string | null;
  /** Of SAML: null when the response says none, and of OpenID Connect. */
  readonly nameIdFormat: string | null;
  /** What the attribute mapping reads. */
  readonly received: Received;
  /** What a sign-in test keeps of it. */
  readonly person: TestedPerson;
  readonly sessionIndex: string | null;
  /** `sid` of the ID token. */
  readonly idpSessionId: string | null;
}

const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** {@link VerifiedPerson.subjectIssuer} of a SAML subject. */
export function samlSubjectIssuer(entityId: string, nameIdFormat: string | null): string | null {
  return nameIdFormat === TRANSIENT ? null : `${entityId}\n${nameIdFormat ?? UNSPECIFIED}`;
}

/** {@link VerifiedPerson.subjectIssuer} of an OpenID Connect subject, which may be another for each client (Core §8.1). */
export function oidcSubjectIssuer(issuer: string, clientId: string): string {
  return `${issuer}\n${clientId}`;
}
