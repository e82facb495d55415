import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Administrator, launchBrowser } from './browser.js';
import { metadataOf } from './idp-metadata.js';
import { anInvitation, RunningPostern } from './running-service.js';

let postern: RunningPostern;
let browser: Browser;
let administrator: Administrator;

beforeAll(async () => {
  [postern, browser] = await Promise.all([RunningPostern.start(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await postern.stop();
});
afterEach(() => administrator.leave());

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** What differs between the consoles, as far as the walk goes through them. */
const consoles = {
  okta: {
    name: 'Okta',
    acsUrl: 'Single sign-on URL',
    baseUrl: 'SCIM connector base URL',
    baseUrlEnd: '/v2',
    token: 'Authorization',
    test: '/Users?startIndex=1&count=2',
    attributes: [{ name: 'email', values: ['ava@example.com'] }],
  },
  'entra-id': {
    name: 'Microsoft Entra ID',
    acsUrl: 'Reply URL (Assertion Consumer Service URL)',
    baseUrl: 'Tenant URL',
    baseUrlEnd: '/v2?aadOptscim062020',
    token: 'Secret token',
    test: '/Users?filter=userName+eq+%225c9ee8a4-1f0d-4b7a-9d2e-9a2f4f6f3c11%22',
    attributes: [
      { name: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress', values: ['ava@example.com'] },
    ],
  },
  jumpcloud: {
    name: 'JumpCloud',
    acsUrl: 'ACS URLs › Default URL',
    baseUrl: 'Base URL',
    baseUrlEnd: '/v2',
    token: 'Token Key',
    test: '/Users',
    attributes: [{ name: 'email', values: ['ava@example.com'] }],
  },
} as const;

describe.each(Object.entries(consoles))('an administrator of %s', (idpProfile, console) => {
  it('goes from the setup link to a connection that is enabled', async () => {
    administrator = await Administrator.sitDown(browser, idpProfile);
    const { page } = administrator;
    const { setupUrl, connection } = await anInvitation(postern, idpProfile);
    const next = () => page.getByRole('link', { name: 'Next' }).click();
    const stepTitle = () => page.getByRole('main').getByRole('heading', { level: 2 }).first();
    const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor();

    await page.goto(setupUrl);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('region', { name: 'Single sign-on' }).waitFor();
    await administrator.lookAt('01-overview');

    // Provisioning comes after single sign-on, and says so.
    await page.getByRole('link', { name: 'Provisioning', exact: true }).click();
    await page.getByText('Set up single sign-on first').waitFor();
    await administrator.lookAt('02-provisioning-early');

    await page.getByRole('main').getByRole('link', { name: 'Set up single sign-on' }).click();
    await heading('Choose the protocol');
    await administrator.lookAt('03-protocol');
    await next();
    let picture = 4;
    const numbered = (name: string) => `${String(picture++).padStart(2, '0')}-${name}`;
    for (let title = await stepTitle().textContent(); title !== 'Tell us about your side';) {
      await administrator.lookAt(numbered('sso-guide'));
      await next();
      await page.waitForFunction(`document.querySelector('main h2').textContent !== ${JSON.stringify(title)}`);
      title = await stepTitle().textContent();
    }

    await administrator.lookAt(numbered('settings-url'));
    await page.getByRole('radio', { name: 'Metadata document' }).click();
    await page.getByLabel('Metadata (XML)').fill('<html></html>');
    await page.getByText('not the metadata of an identity provider').waitFor();
    await administrator.lookAt(numbered('settings-wrong'));
    await page.getByLabel('Metadata (XML)').fill(await metadataOf('https://idp.example.com/entity'));
    await page.getByText('Looks right').waitFor();
    await administrator.lookAt(numbered('settings'));
    await page.getByRole('button', { name: 'Save and go on' }).click();
    await heading('Check the attributes');
    await page.getByRole('table').waitFor();
    await administrator.lookAt(numbered('attributes'));
    await next();
    await page.getByText('Waiting for a sign-in').waitFor();
    await administrator.lookAt(numbered('test-waiting'));

    // Refused: single sign-on was not tested. The way back leads to the test.
    await page.getByRole('link', { name: 'Provisioning', exact: true }).click();
    await heading('Provisioning cannot be set up yet');
    await administrator.lookAt(numbered('provisioning-blocked'));
    await page.getByRole('link', { name: 'Mend it here' }).click();
    await page.getByText('Waiting for a sign-in').waitFor();
    await page.getByRole('button', { name: 'Start test' }).click();
    const testUrl = await page.getByRole('link', { name: 'Open the sign-in' }).getAttribute('href');
    expect(testUrl).toMatch(new RegExp(`^${postern.origin}/sso/`));
    await administrator.lookAt(numbered('test-started'));
    const { sso } = await postern.send('GET', connection);
    const { fingerprint } = sso as { readonly fingerprint: string };
    const { attributes } = console;
    await postern.send('POST', `${connection}/sso-test-results`, {
      fingerprint,
      nameId: 'ava@example.com',
      attributes,
    });
    await page.reload();
    await page.getByText('Everything that is required arrived').waitFor();
    await administrator.lookAt(numbered('test-passed'));

    await page.getByRole('link', { name: 'Provisioning', exact: true }).click();
    await heading('Generate a token');
    await page.getByRole('button', { name: 'Generate token' }).click();
    const token = await page.getByLabel('Token', { exact: true }).inputValue();
    expect(token).toMatch(/^ptn_scim_/);
    await administrator.lookAt(numbered('token'));
    await next();
    await heading(idpProfile === 'okta' ? 'Switch SCIM on' : 'Enter the connection');
    let baseUrl = '';
    for (let title = await stepTitle().textContent(); title !== 'See what arrives';) {
      await administrator.lookAt(numbered('provisioning-guide'));
      if (title === 'Enter the connection') {
        baseUrl = await page.getByLabel(console.baseUrl, { exact: true }).inputValue();
        expect(await page.getByLabel(console.token, { exact: true }).inputValue()).toBe(token);
      }
      await next();
      await page.waitForFunction(`document.querySelector('main h2').textContent !== ${JSON.stringify(title)}`);
      title = await stepTitle().textContent();
    }
    expect(baseUrl.endsWith(console.baseUrlEnd)).toBe(true);

    await page.getByText('Nothing has arrived yet').waitFor();
    const scim = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${baseUrl.split('?')[0]}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect(response.ok, `${method} ${path}`).toBe(true);
    };
    await scim('GET', console.test);
    await page.getByText('It did not exercise create, update or deactivate.').waitFor();
    await scim('POST', '/Users', {
      schemas: [USER],
      userName: 'ava@example.com',
      displayName: 'Ava Lind',
      active: true,
    });
    await page.getByText('create ava@example.com').waitFor();
    await administrator.lookAt(numbered('listen'));
    await next();
    await administrator.lookAt(numbered('done'));
    await page.getByRole('main').getByRole('link', { name: 'To the overview' }).click();

    await page.getByRole('button', { name: 'Enable connection' }).waitFor();
    await administrator.lookAt(numbered('ready'));
    await page.getByRole('button', { name: 'Enable connection' }).click();
    await page.getByRole('dialog').getByText('Seats:').waitFor();
    await administrator.lookAt(numbered('impact'));
    await page.getByRole('button', { name: 'Proceed' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('Enabled', { exact: true }).waitFor();
    await administrator.lookAt(numbered('enabled'));
    expect((await postern.send('GET', connection))['state']).toBe('enabled');
    expect(administrator.takeComplaints()).toEqual([]);
  });
});
