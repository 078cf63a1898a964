import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { workspaceId } from '../definitions/link/workspace-id.js';
import { StartError } from '../kernel/start-error.js';
import { readPlugin } from '../plugin-host/read-plugins.js';
import type { Revision } from '../workspace/revision.js';
import { filesFrom, hashOfFiles, type WorkspaceFiles } from '../workspace/workspace-files.js';

/** Remembers what a folder was pulled from; beside the files, and no part of them. */
const marker = '.workspace.json';

/** The files of a workspace folder by path; those that the language does not know are among them, so that they are told. */
export async function readWorkspaceFolder(folder: string): Promise<WorkspaceFiles> {
  const source = await readPlugin(folder).catch(() => {
    throw new StartError(`There is no folder ${folder}. Make it with "npx trellis workspace pull ${folder}".`);
  });
  return filesFrom(Object.fromEntries(source.files.map((file) => [relative(folder, file.path).split(sep).join('/'), file.text]))) ?? new Map();
}

/** Hash of the files that the folder was pulled from or applied with last; null where nobody knows. */
export async function pulledHash(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, marker), 'utf8').catch(() => '{}');
  const json: unknown = JSON.parse(text);
  return typeof json === 'object' && json !== null && 'hash' in json && typeof json.hash === 'string' ? json.hash : null;
}

/** Makes the folder what the revision is; a folder that holds something else is refused. */
export async function writeWorkspaceFolder(folder: string, files: WorkspaceFiles): Promise<void> {
  await demandOwn(folder);
  const before = await readWorkspaceFolder(folder).catch(() => new Map<string, string>());
  for (const path of before.keys()) if (!files.has(path)) await rm(join(folder, path), { recursive: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Writes down that the folder and the revision hold the same. */
export async function markFolder(folder: string, { revision, files }: Pick<Revision, 'revision' | 'files'>): Promise<void> {
  await writeFile(join(folder, marker), `${JSON.stringify({ revision, hash: hashOfFiles(files) })}\n`);
}

async function demandOwn(folder: string): Promise<void> {
  const entries = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.') || name === marker);
  if (entries.length === 0 || entries.includes(marker)) return;
  const text = await readFile(join(folder, 'plugin.json'), 'utf8').catch(() => '');
  if (!text.includes(`"${workspaceId}"`)) throw new StartError(`${folder} holds something else. Name an empty folder, or one that was pulled before.`);
}
