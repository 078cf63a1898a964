import type { Field } from '../definitions/model.js';
import { pictureTypes } from './file-kind.js';

/** What a field takes of the files that were uploaded. */
export interface FileLimits {
  readonly maxBytes: number;
  /** Media types, `image/*` among them; null for all. */
  readonly mediaTypes: readonly string[] | null;
}

/** The limits of a field that holds files. */
export function fileLimits({ type, declaration }: Field): FileLimits {
  if (type === 'signature') return { maxBytes: 1_048_576, mediaTypes: ['image/png'] };
  if (declaration?.type === 'file' || declaration?.type === 'files')
    return { maxBytes: declaration.maxBytes ?? 10_485_760, mediaTypes: declaration.mediaTypes ?? null };
  return { maxBytes: declaration?.type === 'image' ? (declaration.maxBytes ?? 5_242_880) : 0, mediaTypes: pictureTypes };
}

/** Whether a media type is among those taken. */
export function isTaken({ mediaTypes }: FileLimits, mediaType: string): boolean {
  return mediaTypes === null || mediaTypes.some((taken) => taken === mediaType || (taken.endsWith('/*') && mediaType.startsWith(taken.slice(0, -1))));
}
