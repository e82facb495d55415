import { type IdpProfileId, idpProfileIds } from '../idp-profile.js';
import { idpProfile } from '../profiles.js';
import type { GuideField, GuideStep, GuideValue } from './guide.js';
import { idpGuides } from './idp-guide.js';

const words: Readonly<Record<GuideValue, string>> = {
  acsUrl: 'the assertion consumer service (ACS) URL',
  entityId: 'the entity ID',
  metadataUrl: 'the metadata URL',
  oidcRedirectUri: 'the redirect URI',
  scimBaseUrl: 'the SCIM base URL',
  userIdAttribute: '`userName`',
  scimToken: 'the SCIM token',
  loginSource: 'the attribute that fills the login at sign-in, mostly `userPrincipalName`',
};

const titles: Readonly<Record<IdpProfileId, string>> = {
  okta: 'Okta',
  'entra-id': 'Microsoft Entra ID',
  jumpcloud: 'JumpCloud',
  generic: 'another identity provider',
};

const INTRODUCTION = `The setup assistant shows these steps with the values of your connection beside them, and opens with the link that your
vendor has sent. Here they are for reading. Words in bold are those of the console.`;

/** The guide of one identity provider as Markdown; each of them is a file in docs/guides. */
export function guideDocument(id: IdpProfileId): string {
  const { saml, oidc, provisioning } = idpGuides[id];
  const suffix = idpProfile(id).scimBaseUrlSuffix;
  const parts = [
    `# Connect ${titles[id]}`,
    INTRODUCTION,
    '## Single sign-on with SAML 2.0',
    ...saml.map(toMarkdown),
    '## Single sign-on with OpenID Connect',
    ...oidc.map(toMarkdown),
    '## Provisioning',
    ...(suffix === '' ? [] : [`The SCIM base URL has \`${suffix}\` behind it.`]),
    ...provisioning({ hasGroups: false }).map(toMarkdown),
    'In the mode that has groups, provisioning of groups is switched on instead of off.',
    `Others: ${othersOf(id)}.`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function othersOf(id: IdpProfileId): string {
  const others = idpProfileIds.filter(other => other !== id);
  return others.map(other => `[${titles[other]}](${other}.md)`).join(', ');
}

function toMarkdown({ title, at, text, fields }: GuideStep, index: number): string {
  const lead = [`### ${index + 1}. ${title}`, `*${at}*`, ...(text === undefined ? [] : [text])];
  return [...lead, fields.map(field => `- ${sentenceOf(field)}`).join('\n')].join('\n\n');
}

function sentenceOf(field: GuideField): string {
  const note = field.note === undefined ? '' : ` ${field.note}`;
  return `${actionOf(field)}.${note}`;
}

function actionOf(field: GuideField): string {
  const label = `**${field.label}**`;
  switch (field.kind) {
    case 'copy':
      return `${label}: ${words[field.value]}`;
    case 'enter':
      return `${label}: ${field.text}`;
    case 'tick':
      return `Tick ${label}`;
    case 'untick':
      return `Leave ${label} unticked`;
    case 'press':
      return `Press ${label}`;
    case 'find':
      return `Copy ${label}`;
  }
}
