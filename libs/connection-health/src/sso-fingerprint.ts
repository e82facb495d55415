import { hash } from 'node:crypto';
import type { SsoSettings } from '#libs/persistence';

/** What a sign-in test is tied to: it changes with every setting that a sign-in needs, and with the version of the attribute mapping. */
export function ssoFingerprint(settings: SsoSettings, mappingVersion: number): string {
  return hash('sha256', JSON.stringify([...partsOf(settings), mappingVersion]), 'hex');
}

function partsOf(settings: SsoSettings): readonly unknown[] {
  if (settings.protocol === 'saml') {
    const { entityId, signOnUrl, certificates, signOnBinding } = settings;
    const parts = [settings.protocol, entityId, signOnUrl, certificates];
    return signOnBinding === 'HTTP-POST' ? [...parts, signOnBinding] : parts;
  }
  const { protocol, issuer, clientId, clientAuthentication, sealedClientSecret } = settings;
  return [protocol, issuer, clientId, clientAuthentication, sealedClientSecret];
}
