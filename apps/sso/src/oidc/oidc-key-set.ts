import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConnectionKeys } from '#libs/connection-keys';
import type { ConnectionKey } from '#libs/persistence';

/** A public key of ours (RFC 7517). */
export type PublicKey = Readonly<Record<string, unknown>> & { readonly kid: string };

/** The public keys with which OpenID providers verify `private_key_jwt` (OpenID Connect Core §9). */
@Injectable()
export class OidcKeySet {
  constructor(private readonly keys: ConnectionKeys) {}

  /** The key that signs, and the one that is to follow it. */
  async of(connection: ConnectionKey): Promise<readonly PublicKey[]> {
    const { current, next } = (await this.keys.of(connection)).signing;
    return [current, ...(next ? [next] : [])].map(({ id: kid, certificate }) => {
      const { publicKey } = new X509Certificate(certificate);
      return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
    });
  }
}
