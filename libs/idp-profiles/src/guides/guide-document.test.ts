import { describe, expect, it } from 'vitest';
import { idpProfileIds } from '../idp-profile.js';
import { guideDocument } from './guide-document.js';
import { idpGuides } from './idp-guide.js';

describe.each(idpProfileIds)('the guide of %s', id => {
  const { saml, oidc, provisioning } = idpGuides[id];
  const users = provisioning({ hasGroups: false });

  it('is what docs/guides has of it (npm run docs:guides writes it)', async () => {
    await expect(guideDocument(id)).toMatchFileSnapshot(`../../../../docs/guides/${id}.md`);
  });

  it('hands over what each protocol needs', () => {
    const copied = (steps: typeof saml) =>
      steps.flatMap(({ fields }) => fields.flatMap(field => (field.kind === 'copy' ? field.value : [])));
    expect(copied(saml)).toEqual(expect.arrayContaining(['acsUrl', 'entityId']));
    expect(copied(oidc)).toEqual(['oidcRedirectUri']);
    expect(copied(users)).toEqual(expect.arrayContaining(['scimBaseUrl', 'scimToken']));
  });

  it('has ids that are unique', () => {
    for (const steps of [saml, oidc, users]) {
      expect(new Set(steps.map(step => step.id)).size).toBe(steps.length);
    }
  });

  it('switches groups on in the mode that has them alone', () => {
    expect(provisioning({ hasGroups: true })).not.toEqual(users);
  });
});
