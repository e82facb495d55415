import { hash } from 'node:crypto';
import type { SsoSettings } from '#libs/persistence';

/** What a sign-in test is tied to: it changes with every setting, and with the version of the attribute mapping. */
export function ssoFingerprint(settings: SsoSettings, mappingVersion: number): string {
  return hash('sha256', JSON.stringify([...partsOf(settings), mappingVersion]), 'hex');
}

function partsOf(settings: SsoSettings): readonly unknown[] {
  if (settings.protocol === 'saml')
    return [settings.protocol, settings.entityId, settings.signOnUrl, settings.certificates];
  const { protocol, issuer, clientId, clientAuthentication, sealedClientSecret } = settings;
  return [protocol, issuer, clientId, clientAuthentication, sealedClientSecret];
}
