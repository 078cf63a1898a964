import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** A headless Chromium from npm. */
export async function openBrowser(): Promise<{ readonly browser: Browser; close(): Promise<void> }> {
  // Makes the package unpack the libraries that small systems lack; read when the module is loaded.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  const folder = await mkdtemp(join(tmpdir(), 'trellis-browser-'));
  const executablePath = await packed.executablePath();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--headless=new', '--hide-scrollbars', `--disk-cache-dir=${folder}`],
  });
  return {
    browser,
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
