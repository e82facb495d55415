import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { importPKCS8 } from 'jose';
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type CryptoKey,
  modifyAssertion,
  PrivateKeyJwt,
} from 'openid-client';
import type { Secret } from '#libs/tokens';

/** A key with which a client proves who it is. */
export interface ClientKey {
  readonly privateKey: CryptoKey;
  /** As the key set of the client has it. */
  readonly kid: string;
  /** SHA-256 of the certificate in base64url; Entra ID finds the key by it, and not by `kid`. */
  readonly certificateThumbprint: string | undefined;
}

/** How a client proves to an OpenID provider who it is (OpenID Connect Core §9). */
export type ClientAuthentication =
  | { readonly method: 'client_secret_basic' | 'client_secret_post'; readonly secret: Secret }
  | { readonly method: 'private_key_jwt'; readonly key: ClientKey };

/**
 * The key of a client, from an RSA key.
 * @param certificate the one that the OpenID provider was given, where it was given one
 */
export async function toClientKey(
  privateKey: KeyObject,
  kid: string,
  certificate?: X509Certificate,
): Promise<ClientKey> {
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const certificateThumbprint = certificate && createHash('sha256').update(certificate.raw).digest('base64url');
  return { privateKey: await importPKCS8(pem, 'RS256'), kid, certificateThumbprint };
}

/**
 * What proves it at the token endpoint.
 * @param tokenEndpoint for whom assertions are made
 */
export function toClientAuth(authentication: ClientAuthentication, tokenEndpoint: string): ClientAuth {
  if (authentication.method === 'private_key_jwt') return signing(authentication.key, tokenEndpoint);
  const secret = authentication.secret.reveal();
  return authentication.method === 'client_secret_post' ? ClientSecretPost(secret) : ClientSecretBasic(secret);
}

/**
 * OpenID Connect Core §9, as Okta and Entra ID want it: the audience is the token endpoint. A provider that gets an assertion could
 * use it at another where the same key is known (RFC 7523bis); but a key is that of one connection.
 */
function signing({ privateKey, kid, certificateThumbprint }: ClientKey, tokenEndpoint: string): ClientAuth {
  return PrivateKeyJwt(
    { key: privateKey, kid },
    {
      [modifyAssertion]: (header, payload) => {
        payload['aud'] = tokenEndpoint;
        if (certificateThumbprint !== undefined) header['x5t#S256'] = certificateThumbprint;
      },
    },
  );
}
