import sanitizeHtml from 'sanitize-html';
import type { Field } from '../model.js';
import { accepted, refused, type FieldType } from './field-type.js';
import { acceptText } from './text-value.js';

/** Formatted text: HTML of which only elements are kept that format; whatever could run, load or look like the screens themselves is taken away as it comes in. */
export const richTextType: FieldType = {
  storage: () => ({ kind: 'text' }),
  operators: ['contains', 'isNull'],
  isSortable: false,
  isSearchable: true,
  accept: (json, field) => {
    const longest = longestOf(field);
    const taken = acceptText(json, longest, false);
    if (taken.kind === 'refused' || typeof taken.value !== 'string') return taken;
    const kept = clean(taken.value);
    // Marks that have to be written otherwise take more room.
    if (kept !== null && kept.length > longest && [...kept].length > longest) return refused('field.too-long', { longest, found: [...kept].length });
    return accepted(kept);
  },
  clean,
  schema: (field) => ({ type: 'string', maxLength: longestOf(field), contentMediaType: 'text/html' }),
};

const allowed: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'strong', 'b', 'em', 'i', 'u', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'sub', 'sup'],
  allowedAttributes: { a: ['href', 'rel', 'target'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  nestingLimit: 50,
  // Where a link leads cannot reach back into the page that it came from.
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }) },
};

function clean(html: string): string | null {
  const kept = sanitizeHtml(html, allowed).trim();
  return isBlank(kept) ? null : kept;
}

/** An editor without any text still sends an empty paragraph. */
function isBlank(html: string): boolean {
  return !html.includes('<hr') && html.replaceAll(/<[^>]*>|&nbsp;|\u00a0/gu, '').trim() === '';
}

function longestOf({ declaration }: Field): number {
  return declaration?.type === 'rich-text' ? (declaration.maxLength ?? 100_000) : 100_000;
}
