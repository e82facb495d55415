import { childrenOf, isNamed, METADATA } from './elements.js';
import { SamlMetadataError } from './saml-metadata-error.js';

const SAML2_PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';

/** Where a document describes its one identity provider. */
export interface IdpElements {
  /** Everything around the description, from the root to the description itself: each may limit how long it is valid. */
  readonly path: readonly Element[];
  readonly entity: Element;
  /** `IDPSSODescriptor` (SAML 2.0 metadata §2.4.3) */
  readonly descriptor: Element;
}

/**
 * Finds the one identity provider of a document.
 * @throws SamlMetadataError
 */
export function findIdp(root: Element): IdpElements {
  const isMetadata = isNamed(root, METADATA, 'EntityDescriptor') || isNamed(root, METADATA, 'EntitiesDescriptor');
  if (!isMetadata) throw SamlMetadataError.of('not_metadata');
  const found = entitiesIn(root, []).flatMap(path => idpsOf(path));
  if (found.length === 0) throw SamlMetadataError.of('no_identity_provider');
  const [idp, another] = found.filter(({ descriptor }) => speaksSaml2(descriptor));
  if (!idp) throw SamlMetadataError.of('not_saml2');
  if (another) throw SamlMetadataError.of('several_identity_providers');
  return idp;
}

/** Every EntityDescriptor with what it is in. */
function entitiesIn(element: Element, above: readonly Element[]): (readonly Element[])[] {
  const path = [...above, element];
  if (isNamed(element, METADATA, 'EntityDescriptor')) return [path];
  const groups = childrenOf(element, METADATA, 'EntitiesDescriptor');
  return [...groups, ...childrenOf(element, METADATA, 'EntityDescriptor')].flatMap(child => entitiesIn(child, path));
}

function idpsOf(path: readonly Element[]): IdpElements[] {
  return path.slice(-1).flatMap(entity =>
    childrenOf(entity, METADATA, 'IDPSSODescriptor').map(descriptor => ({
      path: [...path, descriptor],
      entity,
      descriptor,
    })),
  );
}

function speaksSaml2(descriptor: Element): boolean {
  return (descriptor.getAttribute('protocolSupportEnumeration') ?? '').split(/\s+/).includes(SAML2_PROTOCOL);
}
