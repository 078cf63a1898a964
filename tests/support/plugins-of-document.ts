import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../core/kernel/project-root.js';

/** Writes the plugin files that a document shows (each ```json with a path) into a folder of their own, so that what is explained is what is tested. */
export async function pluginsOfDocument(document: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-document-'));
  const text = await readFile(join(projectRoot, document), 'utf8');
  for (const [, path = '', content = ''] of text.matchAll(/```json (\S+)\n([\s\S]*?)```/gu)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}
