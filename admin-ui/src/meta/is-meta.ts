import type { Meta } from '../../../schemas/generated/types.js';

/** Whether an answer is the metadata; its whole form is the server's promise. */
export function isMeta(json: unknown): json is Meta {
  return typeof json === 'object' && json !== null && 'entities' in json && 'groups' in json && 'user' in json;
}
