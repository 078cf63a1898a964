import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser.js';
import type { Client } from './client.js';
import { seedBusiness } from './seed-business.js';
import { administrator, startTestApp, type TestApp } from './test-app.js';

/** A page of somebody who signed in. */
export interface Signed {
  readonly page: Page;
  /** What the browser complained of. */
  readonly complaints: string[];
}

/** A running Trellis with a business in it, and a browser before it. */
export class ScreensRig {
  private constructor(
    readonly app: TestApp,
    readonly browser: Browser,
    private readonly closeBrowser: () => Promise<void>,
    private readonly axe: string,
  ) {}

  static async open(): Promise<ScreensRig> {
    return ScreensRig.over(await startTestApp(), seedBusiness);
  }

  /** With fixture plugins and records of their own. */
  static async openWith(plugins: readonly string[], seed: (administrator: Client) => Promise<unknown>): Promise<ScreensRig> {
    return ScreensRig.over(await startTestApp({ plugins }), seed);
  }

  private static async over(app: TestApp, seed: (administrator: Client) => Promise<unknown>): Promise<ScreensRig> {
    await seed(app.administrator);
    const { browser, close } = await openBrowser();
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    return new ScreensRig(app, browser, close, axe);
  }

  async close(): Promise<void> {
    await this.closeBrowser();
    await this.app.close();
  }

  /** What a test left open when it failed must not hold up the next one. */
  async closePages(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
  }

  async signIn(
    width: number,
    locale: string,
    look: 'light' | 'dark' = 'light',
    who: { readonly email: string; readonly password: string } = administrator,
  ): Promise<Signed> {
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, colorScheme: look });
    const page = await context.newPage();
    await page.addInitScript(`localStorage.setItem('trellis.locale', '${locale}')`);
    await page.goto(this.app.url);
    await page.fill('input[name=email]', who.email);
    await page.fill('input[name=password]', who.password);
    const complaints: string[] = [];
    await page.click('button[type=submit]');
    await page.waitForSelector('#main-content h1');
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    return { page, complaints };
  }

  /** Opens a place of the screens, for instance /sales/orders, and waits until it stands. */
  async visit(page: Page, place: string): Promise<void> {
    await page.goto(`${this.app.url}/#${place}`);
    await this.settle(page);
  }

  async settle(page: Page): Promise<void> {
    await page.waitForSelector('#main-content h1');
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(120);
  }

  /** What is wrong with the page as it stands. */
  async faultsOf({ page, complaints }: Signed, width: number): Promise<readonly string[]> {
    // A colour on its way to another one is no contrast that stays.
    await page.evaluate(
      `Promise.all(document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime)).map((one) => one.finished.catch(() => undefined)))`,
    );
    const faults = complaints.splice(0).map((text) => `console: ${text.slice(0, 300)}`);
    const scrollWidth = Number(await page.evaluate('document.documentElement.scrollWidth'));
    if (scrollWidth > width) faults.push(`scrollWidth ${scrollWidth}`);
    const text = String(await page.evaluate('document.body.innerText'));
    const key =
      /\b(?:ra|resources|list|record|nav|auth|side|lines|input|action|chain|ledger|tree|dated|auto|notice|day|mention|setting|bulk)\.[a-z][A-Za-z_.]+/gu;
    for (const found of text.match(key) ?? []) faults.push(`untranslated ${found}`);
    if (/\bundefined\b|\bNaN\b|\[object /u.test(text)) faults.push('a value that is none');
    await page.evaluate(this.axe);
    const violations: readonly string[] = await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`,
    );
    return [...faults, ...violations.map((violation) => `axe: ${violation}`)];
  }
}
