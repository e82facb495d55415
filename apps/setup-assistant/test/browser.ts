import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** The folder is ignored by git. */
const SCREENSHOTS = join(import.meta.dirname, 'screenshots');
/** They take as long as everything else. */
const TAKES_PICTURES = process.env['PICTURES'] !== undefined;

/** Axe sees both colours and both widths; all four combinations are for pictures. */
const looks = [
  { name: 'light-1280', colorScheme: 'light', width: 1280, height: 900, hasAxe: true },
  { name: 'dark-1280', colorScheme: 'dark', width: 1280, height: 900, hasAxe: false },
  { name: 'light-390', colorScheme: 'light', width: 390, height: 844, hasAxe: false },
  { name: 'dark-390', colorScheme: 'dark', width: 390, height: 844, hasAxe: true },
] as const;

/** Chromium, once for a file of tests. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** An administrator in front of the assistant, who notes what the browser and axe complain about. */
export class Administrator {
  private readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly story: string,
  ) {
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', error => this.complaints.push(String(error)));
  }

  static async sitDown(browser: Browser, story: string): Promise<Administrator> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(10_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    return new Administrator(await context.newPage(), context, story);
  }

  /** Has the page looked at by axe; with the variable `PICTURES`, takes pictures of it, too. */
  async lookAt(step: string): Promise<void> {
    const { page } = this;
    await mkdir(SCREENSHOTS, { recursive: true });
    for (const { name, colorScheme, width, height, hasAxe } of looks) {
      if (!hasAxe && !TAKES_PICTURES) continue;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
      if (hasAxe) await this.checkWithAxe(`${step}, ${name}`);
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (Number(overflow) > 0) this.complain(`${step}, ${name}: wider than the screen`);
      if (TAKES_PICTURES)
        await page.screenshot({ path: join(SCREENSHOTS, `${this.story}-${step}-${name}.png`), fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  private async checkWithAxe(where: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    for (const { id, nodes } of violations) this.complain(`${where}, ${id}: ${nodes.map(node => node.html).join(' ')}`);
  }

  private complain(complaint: string): void {
    this.complaints.push(complaint);
  }

  /** What the browser and axe complained about since the last time. */
  takeComplaints(): readonly string[] {
    return this.complaints.splice(0);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
