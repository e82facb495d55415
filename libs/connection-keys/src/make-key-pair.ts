import { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } from '@peculiar/x509';
import { randomBytes } from 'node:crypto';
import {
  type ConnectionKey,
  type ConnectionKeyPairId,
  type ConnectionKeyState,
  type ConnectionKeyUse,
  newId,
} from '#libs/persistence';
import { Secret, type SecretBox } from '#libs/tokens';
import { CERTIFICATE_VALID_MS } from './key-life.js';

/** What every identity provider can verify, and encrypt for. */
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};
const SERIAL_BYTES = 16;
/** Clocks of identity providers may be late. */
const VALID_BEFORE_MS = 3_600_000;

/** A new key pair, as it is stored. */
export interface MadeKeyPair<State extends ConnectionKeyState> {
  readonly id: ConnectionKeyPairId;
  readonly use: ConnectionKeyUse;
  readonly state: State;
  readonly certificate: string;
  readonly sealed_private_key: string;
}

/** Makes an RSA key pair for a connection with a certificate that it signs itself (SAML identity providers ask for one). */
export async function makeKeyPair<State extends ConnectionKeyState>(
  secretBox: SecretBox,
  { connectionId }: ConnectionKey,
  { use, state }: { readonly use: ConnectionKeyUse; readonly state: State },
): Promise<MadeKeyPair<State>> {
  const id = newId<ConnectionKeyPairId>();
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: `CN=${connectionId}, OU=${use}`,
      notBefore: new Date(now - VALID_BEFORE_MS),
      notAfter: new Date(now + CERTIFICATE_VALID_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [new KeyUsagesExtension(usages[use], true)],
    },
    crypto,
  );
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    id,
    use,
    state,
    certificate: certificate.toString('pem'),
    sealed_private_key: await secretBox.seal(new Secret(pkcs8), sealedFor(id)),
  };
}

const usages: Readonly<Record<ConnectionKeyUse, number>> = {
  signing: KeyUsageFlags.digitalSignature,
  encryption: KeyUsageFlags.keyEncipherment,
};

/** Where a private key is stored: sealed text that is moved elsewhere does not open there. */
export function sealedFor(id: ConnectionKeyPairId): string {
  return `connection_key:${id}`;
}

/** RFC 5280 §4.1.2.2: positive, and of 20 octets at most. */
function serialNumber(): string {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}
