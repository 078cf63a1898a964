import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../core/kernel/project-root.js';

/** Writes the plugins that a page of the documentation shows into a folder, so that what is told is what runs. */
export async function pluginsOfPage(page: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-page-'));
  const text = await readFile(join(projectRoot, 'docs', page), 'utf8');
  for (const [, path = '', content = ''] of text.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
