import { samlOptionsOf } from '#libs/connection-health';
import type { SamlSettings, SsoSettings } from '#libs/persistence';
import type { SamlSettingsInput } from './sso-settings.dto.js';

/** The settings of a SAML 2.0 connection as they are stored. An option that is left out stays as it is. */
export function samlSettingsOf(input: SamlSettingsInput, before: SsoSettings | undefined): SamlSettings {
  const { protocol, entityId, signOnUrl, certificates } = input;
  const kept = samlOptionsOf(before?.protocol === 'saml' ? before : undefined);
  return {
    protocol,
    entityId,
    signOnUrl,
    certificates,
    signOnBinding: input.signOnBinding ?? kept.signOnBinding,
    singleLogoutUrl: input.singleLogoutUrl === undefined ? kept.singleLogoutUrl : input.singleLogoutUrl,
    clockSkewSeconds: input.clockSkewSeconds ?? kept.clockSkewSeconds,
    allowsIdpInitiated: input.allowsIdpInitiated ?? kept.allowsIdpInitiated,
    metadataUrl: input.metadataUrl === undefined ? kept.metadataUrl : input.metadataUrl,
  };
}
