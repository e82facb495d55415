/** What of a connection is entered at its identity provider. */
export type GuideValue =
  | 'acsUrl'
  | 'entityId'
  | 'metadataUrl'
  | 'oidcRedirectUri'
  | 'scimBaseUrl'
  | 'userIdAttribute'
  | 'scimToken'
  | 'loginSource';

/** The kinds of {@link GuideField}. */
export const guideFieldKinds = ['copy', 'enter', 'tick', 'untick', 'press', 'find'] as const;

/** One thing to do in a form of the identity provider's console; `label` is the console's own word for it. */
export type GuideField =
  | { readonly kind: 'copy'; readonly label: string; readonly value: GuideValue; readonly note?: string }
  | { readonly kind: 'enter'; readonly label: string; readonly text: string; readonly note?: string }
  | { readonly kind: 'tick' | 'untick' | 'press' | 'find'; readonly label: string; readonly note?: string };

/** What is done in one place of the identity provider's console. */
export interface GuideStep {
  /** Unique among the steps of a guide; stays as it is. */
  readonly id: string;
  readonly title: string;
  /** Where to click. */
  readonly at: string;
  /** What else to know. */
  readonly text?: string;
  readonly fields: readonly GuideField[];
}

/** How far provisioning goes, as far as a console is filled in differently for it. */
export interface ProvisioningReach {
  readonly hasGroups: boolean;
}

/** How a connection is set up at one identity provider. */
export interface IdpGuide {
  readonly saml: readonly GuideStep[];
  readonly oidc: readonly GuideStep[];
  readonly provisioning: (reach: ProvisioningReach) => readonly GuideStep[];
}

/** Paste a value of the connection. */
export function copy(label: string, value: GuideValue, note?: string): GuideField {
  return { kind: 'copy', label, value, ...(note !== undefined && { note }) };
}

/** Type or choose this. */
export function enter(label: string, text: string, note?: string): GuideField {
  return { kind: 'enter', label, text, ...(note !== undefined && { note }) };
}

/** Tick a box, leave one unticked, press a button, or find a value that is needed here. */
export function act(kind: 'tick' | 'untick' | 'press' | 'find', label: string, note?: string): GuideField {
  return { kind, label, ...(note !== undefined && { note }) };
}
