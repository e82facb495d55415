import { Injectable } from '@nestjs/common';
import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload } from 'jose';
import {
  type ConnectionId,
  Database,
  isUuid,
  type OAuthClientId,
  type OAuthClientSecretId,
  type OAuthCredential,
  type OnceOnly,
  type WorkloadIdentity,
} from '#libs/persistence';
import { hashToken, isSameHash, isWellFormedToken } from '#libs/tokens';
import { ScimSettings } from '../http/scim-settings.js';
import { ClientRefused } from './client-refused.js';
import { FederatedKeys } from './federated-keys.js';
import { isWorkloadOf } from './is-workload-of.js';
import type { ClientProof } from './token-request.js';
import { CLOCK_TOLERANCE_SECONDS, verifyAssertion } from './verify-assertion.js';

/** A client that is who it says, and by what. */
export interface AuthenticatedClient {
  readonly client: OAuthCredential;
  readonly secretId: OAuthClientSecretId | null;
  readonly assertion: OnceOnly | null;
}

type SecretProof = Extract<ClientProof, { kind: 'secret' }>;
type AssertionProof = Extract<ClientProof, { kind: 'assertion' }>;

/** Finds out which client of a connection is asking: by a secret, by an assertion of its own, or by a workload identity. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly database: Database,
    private readonly federatedKeys: FederatedKeys,
    private readonly settings: ScimSettings,
  ) {}

  /**
   * The client of a connection.
   * @throws ClientRefused
   */
  async authenticate(connectionId: string, proof: ClientProof): Promise<AuthenticatedClient> {
    if (!isUuid(connectionId)) throw new ClientRefused('The connection has no id like this.');
    if (proof.kind === 'secret') return this.bySecret(connectionId as ConnectionId, proof);
    return this.byAssertion(connectionId as ConnectionId, proof);
  }

  private async bySecret(connectionId: ConnectionId, { clientId, secret }: SecretProof): Promise<AuthenticatedClient> {
    if (!isWellFormedToken('oauth', secret)) throw new ClientRefused('The secret is not whole, or none of ours.');
    const hash = hashToken(secret);
    const client = await this.findClient(connectionId, clientId);
    const found = client?.secrets.find(candidate => isSameHash(candidate.hash, hash));
    if (!client) throw new ClientRefused('The connection has no such client.');
    if (!found) throw new ClientRefused('The client has no such secret, or it has expired or is revoked.');
    return { client, secretId: found.id, assertion: null };
  }

  private async byAssertion(
    connectionId: ConnectionId,
    { clientId, assertion }: AssertionProof,
  ): Promise<AuthenticatedClient> {
    const claims = unverifiedClaims(assertion);
    for (const client of await this.candidates(connectionId, clientId, claims)) {
      const { federation } = client;
      if (federation && isWorkloadOf(federation, claims)) return this.byWorkload(client, federation, assertion);
      if (client.jwks && claims.iss === client.clientId) return this.byOwnKey(client, client.jwks, assertion);
    }
    throw new ClientRefused(
      'No client of the connection has this issuer, subject, audience and tenant for its workload identity, or keys of its own.',
    );
  }

  /** RFC 7523 §3: a client that signs for itself is issuer and subject. */
  private async candidates(
    connectionId: ConnectionId,
    clientId: string | undefined,
    { iss, sub }: NamedClaims,
  ): Promise<readonly OAuthCredential[]> {
    const named = clientId ?? (iss === sub ? sub : undefined);
    if (named === undefined)
      return this.database.repositories.oauthGrants.findFederated(connectionId, { issuer: iss, subject: sub });
    const client = await this.findClient(connectionId, named);
    return client ? [client] : [];
  }

  private async byWorkload(
    client: OAuthCredential,
    { jwksUri, issuer, subject, audiences }: WorkloadIdentity,
    assertion: string,
  ): Promise<AuthenticatedClient> {
    await verifyAssertion(assertion, this.federatedKeys.find(jwksUri), { issuer, subject, audiences });
    // Who issues workload identities hands the same one out until it ends, so it may come again.
    return { client, secretId: null, assertion: null };
  }

  private async byOwnKey(
    client: OAuthCredential,
    jwks: NonNullable<OAuthCredential['jwks']>,
    assertion: string,
  ): Promise<AuthenticatedClient> {
    const { clientId } = client;
    const { exp, jti } = await verifyAssertion(assertion, createLocalJWKSet(jwks as unknown as JSONWebKeySet), {
      issuer: clientId,
      subject: clientId,
      audiences: [this.settings.tokenEndpoint(client), this.settings.issuer(client)],
    });
    const expiresAt = new Date((exp + CLOCK_TOLERANCE_SECONDS) * 1000);
    return { client, secretId: null, assertion: { hash: hashToken(jti ?? signedPartOf(assertion)), expiresAt } };
  }

  private async findClient(connectionId: ConnectionId, clientId: string): Promise<OAuthCredential | undefined> {
    if (!isUuid(clientId)) return undefined;
    return this.database.repositories.oauthGrants.findClient(connectionId, clientId as OAuthClientId);
  }
}

type NamedClaims = JWTPayload & { readonly iss: string; readonly sub: string };

/** What an assertion says, before anybody knows whether it is true. Both names are there (RFC 7523 §3), and PostgreSQL can look for them. */
function unverifiedClaims(assertion: string): NamedClaims {
  const { iss, sub, ...claims } = decode(assertion);
  if (!isName(iss) || !isName(sub)) throw new ClientRefused('The assertion names no issuer or no subject.');
  return { ...claims, iss, sub };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

/** A signature can be written in several ways, what is signed in one. */
function signedPartOf(assertion: string): string {
  return assertion.slice(0, assertion.lastIndexOf('.'));
}

function decode(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch (cause) {
    if (!(cause instanceof errors.JWTInvalid)) throw cause;
    throw new ClientRefused('The assertion is no JSON Web Token.', { cause });
  }
}
