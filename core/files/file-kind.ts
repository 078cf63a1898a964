import { open } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { fileTypeFromFile } from 'file-type';

/** Pictures that browsers show without running anything in them; SVG is not among them. */
export const pictureTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** What the ending of a name says where the content begins like many others. */
const byEnding: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/x-cfb': { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
  'text/plain': { csv: 'text/csv' },
};

/** Endings that people trust by sight: what bears one must be one. */
const trusted: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
};

const probedBytes = 4096;

/** The media type of a file by its content, with the help of its name; `application/octet-stream` for what is not known. */
export async function fileKind(path: string, name: string): Promise<string> {
  const found = (await fileTypeFromFile(path))?.mime ?? ((await isText(path)) ? 'text/plain' : 'application/octet-stream');
  return byEnding[found]?.[endingOf(name)] ?? found;
}

/** What the name promises and the content does not keep, or null. */
export function brokenPromise(name: string, mediaType: string): string | null {
  const promised = trusted[endingOf(name)];
  return promised === undefined || promised === mediaType ? null : promised;
}

function endingOf(name: string): string {
  return /\.([a-z0-9]{1,10})$/iu.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** Whether it begins as UTF-8 without control characters; a character may be cut at the end. */
async function isText(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(probedBytes), 0, probedBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    const isWhole = bytesRead < probedBytes;
    const cuts = isWhole ? [0] : [0, 1, 2, 3];
    return cuts.some((cut) => isUtf8(head.subarray(0, bytesRead - cut))) && !head.some((byte) => byte < 9 || (byte > 13 && byte < 32));
  } finally {
    await file.close();
  }
}
