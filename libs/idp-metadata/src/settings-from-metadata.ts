import { hash } from 'node:crypto';
import { readCertificate, samlOptionsOf } from '#libs/connection-health';
import type { SamlSettings, SsoSettings } from '#libs/persistence';
import type { IdpMetadata } from '#libs/saml-metadata';

/** One thing that metadata says otherwise than the settings. */
export interface MetadataChange {
  readonly what: 'entity_id' | 'sign_on_url' | 'single_logout_url' | 'certificate_added' | 'certificate_removed';
  /** As the settings say; null when they say nothing of it. */
  readonly from: string | null;
  /** As the metadata says: a URL, or the SHA-256 fingerprint of a certificate. */
  readonly to: string | null;
}

/** The settings that metadata makes; what it says nothing of stays as it was. */
export function settingsFromMetadata(
  metadata: IdpMetadata,
  { before, metadataUrl }: { readonly before: SsoSettings | undefined; readonly metadataUrl: string | null },
): SamlSettings {
  const { entityId, certificates, logoutUrl: singleLogoutUrl } = metadata;
  const [{ url: signOnUrl, binding: signOnBinding }] = metadata.signOnUrls;
  const kept = before?.protocol === 'saml' ? samlOptionsOf(before) : samlOptionsOf(undefined);
  return {
    ...kept,
    protocol: 'saml',
    entityId,
    signOnUrl,
    signOnBinding,
    singleLogoutUrl,
    certificates,
    metadataUrl,
  };
}

/** How the settings that metadata makes differ from those that are there. */
export function metadataChanges(settings: SamlSettings, made: SamlSettings): readonly MetadataChange[] {
  const [before, after] = [samlOptionsOf(settings), samlOptionsOf(made)];
  const known = fingerprintsOf(settings);
  const published = fingerprintsOf(made);
  return [
    ...different('entity_id', settings.entityId, made.entityId),
    ...different(
      'sign_on_url',
      `${before.signOnBinding} ${settings.signOnUrl}`,
      `${after.signOnBinding} ${made.signOnUrl}`,
    ),
    ...different('single_logout_url', before.singleLogoutUrl, after.singleLogoutUrl),
    ...published
      .filter(each => !known.includes(each))
      .map(to => ({ what: 'certificate_added', from: null, to }) as const),
    ...known
      .filter(each => !published.includes(each))
      .map(from => ({ what: 'certificate_removed', from, to: null }) as const),
  ];
}

/** Names what metadata says, so that nobody accepts another document than the one that was looked at. */
export function digestOfMetadata(made: SamlSettings): string {
  const { signOnBinding, singleLogoutUrl } = samlOptionsOf(made);
  const said = [made.entityId, made.signOnUrl, signOnBinding, singleLogoutUrl, ...fingerprintsOf(made)];
  return hash('sha256', JSON.stringify(said), 'hex');
}

function different(what: MetadataChange['what'], from: string | null, to: string | null): readonly MetadataChange[] {
  return from === to ? [] : [{ what, from, to }];
}

function fingerprintsOf({ certificates }: SamlSettings): readonly string[] {
  return certificates.flatMap(pem => readCertificate(pem)?.fingerprint ?? []).toSorted((a, b) => a.localeCompare(b));
}
