import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { transform } from '@swc/core';
import { projectRoot } from '../../core/kernel/project-root.js';
import { openBrowser } from '../support/browser.js';
import { scriptAttempts } from '../support/script-attempts.js';

let opened: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  opened = await openBrowser();
}, 60_000);
afterAll(() => opened.close());

test('formatted text that was never cleaned is shown without anything that runs, loads or looks like the screens', async () => {
  const page = await opened.browser.newPage();
  const written = await readFile(join(projectRoot, 'admin-ui/src/field-types/harmless-html.ts'), 'utf8');
  const { code } = await transform(written, { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } });
  const source = code.replace('export function', 'function');
  const shown = async (html: string): Promise<string> => {
    const text: unknown = await page.evaluate(`(() => { ${source}; return harmlessHtml(${JSON.stringify(html)}); })()`);
    return String(text);
  };
  for (const attempt of [...scriptAttempts, '<svg><style><img src=x onerror=alert(1)></style></svg>', '<form><input name=x><p onclick=alert(1)>t</p></form>']) {
    const html = await shown(attempt);
    expect(html).toBe(await shown(html));
    expect(html).not.toMatch(/<(?!\/?(?:p|br|hr|h[1-4]|strong|b|em|i|u|s|code|pre|blockquote|ul|ol|li|a|sub|sup)\b)/u);
    expect(html).not.toMatch(/<[^>]*\s(?:on\w+|style|src|id|class|name)=|href="(?!https?:|mailto:|tel:)/u);
  }
  expect(await shown('<div><h2>T</h2><a href="https://a.vn">x</a><ol start="3"><li>y</li></ol></div>')).toBe(
    '<h2>T</h2><a href="https://a.vn" rel="noopener noreferrer nofollow" target="_blank">x</a><ol start="3"><li>y</li></ol>',
  );
});
