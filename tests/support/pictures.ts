import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from '@jest/globals';
import type { ScreensRig, Signed } from './screens-rig.js';

/** Visits pages that must be without a fault, keeps a picture of each where somebody wants to look (TRELLIS_PICTURES), and gives what stands there. */
export function visitor(rig: ScreensRig, signed: Signed, width: number, locale: string): (place: string, name: string) => Promise<string> {
  return async (place, name) => {
    await rig.visit(signed.page, place);
    await picture(signed.page, `${name}-${width}-${locale}`);
    expect(await rig.faultsOf(signed, width)).toEqual([]);
    return textOf(signed.page);
  };
}

/** Keeps a picture where somebody wants to look. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TRELLIS_PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** What a page says, with plain spaces. */
export async function textOf(page: Page): Promise<string> {
  return (await page.locator('#main-content').innerText()).replaceAll('\u{a0}', ' ');
}
