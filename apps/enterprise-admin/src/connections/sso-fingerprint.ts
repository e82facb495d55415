import { hash } from 'node:crypto';
import type { SsoSettings } from '#libs/persistence';

/** What a sign-in test is tied to: it changes with every setting. */
export function ssoFingerprint({ protocol, entityId, signOnUrl, certificates }: SsoSettings): string {
  return hash('sha256', JSON.stringify([protocol, entityId, signOnUrl, certificates]), 'hex');
}
