import type { SamlOptions, SamlSettings } from '#libs/persistence';

/** What a SAML connection does that nobody has set otherwise. */
const DEFAULTS: SamlOptions = {
  signOnBinding: 'HTTP-Redirect',
  singleLogoutUrl: null,
  clockSkewSeconds: 60,
  allowsIdpInitiated: false,
  metadataUrl: null,
};

/** The options of a SAML connection, those included that were never set. */
export function samlOptionsOf(settings: Partial<SamlOptions> = {}): SamlOptions {
  return {
    signOnBinding: settings.signOnBinding ?? DEFAULTS.signOnBinding,
    singleLogoutUrl: settings.singleLogoutUrl ?? DEFAULTS.singleLogoutUrl,
    clockSkewSeconds: settings.clockSkewSeconds ?? DEFAULTS.clockSkewSeconds,
    allowsIdpInitiated: settings.allowsIdpInitiated ?? DEFAULTS.allowsIdpInitiated,
    metadataUrl: settings.metadataUrl ?? DEFAULTS.metadataUrl,
  };
}

/** The options that no sign-in test exercises: a change of them takes effect at once, and voids none. */
export function untestedOptionsOf(settings: SamlSettings): Omit<SamlOptions, 'signOnBinding'> {
  const { signOnBinding: _, ...untested } = samlOptionsOf(settings);
  return untested;
}
