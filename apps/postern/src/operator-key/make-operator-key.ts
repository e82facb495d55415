import { type Database, installationChain } from '#libs/persistence';
import { mintToken, type Secret } from '#libs/tokens';

/** A new operator's key, and what is stored of it. */
export interface OperatorKey {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly prefix: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly secret: Secret;
}

const DAY_MS = 86_400_000;

/** Makes an operator's key and says so in the audit log of the installation. */
export function makeOperatorKey(
  database: Database,
  { name, days }: { readonly name: string; readonly days: number },
): Promise<OperatorKey> {
  const token = mintToken('api');
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  return database.transaction(async ({ apiKeys, auditEvents }) => {
    const row = await apiKeys.insert(null, token, { name, role: 'operator', permissions: null, expiresAt });
    const { id, role, prefix, expires_at } = row;
    await auditEvents.append(installationChain, {
      actor: { kind: 'system', id: 'operator-key' },
      action: 'api_key.created',
      target: { type: 'api_key', id },
      after: { name, role, prefix, expiresAt: expires_at },
    });
    return { id, name, role, prefix, expiresAt: expires_at, secret: token.secret };
  });
}
