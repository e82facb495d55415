import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Administrator, launchBrowser } from './browser.js';
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
beforeEach(async () => {
  administrator = await Administrator.sitDown(browser, 'entry');
});
afterEach(() => administrator.leave());

describe('a setup link', () => {
  it('opens the overview of its connection, and is not in the address any more', async () => {
    const { page } = administrator;
    const { setupUrl } = await anInvitation(postern, 'okta');
    await page.goto(setupUrl);
    await page.getByRole('heading', { name: 'Connect your identity provider' }).waitFor();
    expect(page.url()).toBe(`${postern.origin}/assistant/`);
    await administrator.lookAt('1-link');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'Company sign-in', level: 1 }).waitFor();
    await page.getByRole('region', { name: 'Provisioning' }).waitFor();
    expect(await page.title()).toBe('Company sign-in · Setup assistant');
    await administrator.lookAt('2-overview');
    expect(administrator.takeComplaints()).toEqual([]);
  });

  it('covers the domains, whose record is shown to be copied', async () => {
    const { page } = administrator;
    const { setupUrl } = await anInvitation(postern, 'okta');
    await page.goto(setupUrl);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('link', { name: 'Add domain' }).click();
    await page.getByText('No domain yet').waitFor();
    await administrator.lookAt('7-no-domain');
    await page.getByLabel('Domain', { exact: true }).fill('example.com');
    await page.keyboard.press('Enter');
    const record = await page.getByLabel('Value', { exact: true }).inputValue();
    expect(record).toMatch(/^postern-domain-verification=/);
    await page.getByRole('button', { name: 'Copy Value' }).click();
    await page.getByText('Value was copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(record);
    await administrator.lookAt('8-domain');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('0 of 1 verified').waitFor();
    await administrator.lookAt('9-overview-with-domain');
    expect(administrator.takeComplaints()).toEqual([]);
  });

  it('goes on where it was left, in another window', async () => {
    const { page } = administrator;
    const { setupUrl } = await anInvitation(postern, 'okta');
    await page.goto(setupUrl);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'Company sign-in' }).waitFor();
    await page.goto(`${postern.origin}/assistant/`);
    await page.getByRole('link', { name: 'Go on where you left' }).click();
    await page.getByRole('heading', { name: 'Company sign-in' }).waitFor();
    expect(administrator.takeComplaints()).toEqual([]);
  });

  it('that is revoked says so, and its session is over', async () => {
    const { page } = administrator;
    const { setupUrl, connection } = await anInvitation(postern, 'okta');
    await page.goto(setupUrl);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('heading', { name: 'Company sign-in' }).waitFor();
    const { items } = (await postern.send('GET', `${connection}/setup-links`)) as unknown as {
      items: { id: string }[];
    };
    for (const { id } of items) await postern.send('DELETE', `${connection}/setup-links/${id}`);
    await page.reload();
    await page.getByRole('heading', { name: 'Your session is over' }).waitFor();
    await administrator.lookAt('3-over');
    await page.goto('about:blank');
    await page.goto(setupUrl);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('This link cannot be opened').waitFor();
    await administrator.lookAt('4-refused');
    const expected = [401, 401].map(status => expect.stringContaining(`status of ${status}`));
    expect(administrator.takeComplaints()).toEqual(expected);
  });

  it('is asked for where there is none, and an address that no page has says so', async () => {
    const { page } = administrator;
    await page.goto(`${postern.origin}/assistant/`);
    await page.getByRole('heading', { name: 'You need a setup link' }).waitFor();
    await administrator.lookAt('5-no-link');
    await page.goto(`${postern.origin}/assistant/nowhere`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await administrator.lookAt('6-not-found');
    expect(administrator.takeComplaints()).toEqual([expect.stringContaining('status of 401')]);
    expect((await page.request.get(`${postern.origin}/assistant/assets/nothing.js`)).status()).toBe(404);
  });
});
