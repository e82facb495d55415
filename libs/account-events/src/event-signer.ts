import { SignJWT } from 'jose';
import type { Database } from '#libs/persistence';
import type { SecretBox } from '#libs/tokens';
import type { EventDocument } from './event-document.js';
import { SigningKeyRing } from './signing-key-ring.js';
import { type EventIssuer, toEventClaims } from './to-event-claims.js';

const ALGORITHM = 'ES256';

/** Signs events as Security Event Tokens (RFC 8417) with a key of the installation, and tells the public halves. */
export class EventSigner {
  private readonly ring: SigningKeyRing;

  constructor(database: Database, secretBox: SecretBox) {
    this.ring = new SigningKeyRing(database, secretBox, { kind: 'security_event', algorithm: ALGORITHM });
  }

  /**
   * The token of an event: a compact JWS with the type `secevent+jwt` (RFC 8417 §2.3).
   * @throws SecretUnreadable when the key was sealed with another key of secrets
   */
  async sign(document: EventDocument, issuer: EventIssuer): Promise<string> {
    const { id, key } = await this.ring.signing();
    return new SignJWT({ ...toEventClaims(document, issuer, new Date()) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'secevent+jwt', kid: id })
      .sign(key);
  }

  /** The public keys with which tokens are verified (RFC 7517 §5). */
  async keySet(): Promise<{ readonly keys: readonly object[] }> {
    const { published } = await this.ring.keys();
    return { keys: published.map(({ id, public_jwk }) => ({ ...public_jwk, kid: id, alg: ALGORITHM, use: 'sig' })) };
  }
}
