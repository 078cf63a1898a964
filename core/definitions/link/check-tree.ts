import type { Entity } from '../model.js';
import { below } from '../parse/reporter.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** A tree hangs together by an optional reference to its own entity. */
export function checkTree(draft: EntityDraft, entity: Entity, { reporter }: Linking): void {
  if (entity.tree === null) return;
  const isFitting = entity.kind === 'record' || entity.kind === 'document';
  const fitting = [...entity.fields.values()].filter((field) => field.type === 'reference' && field.target === entity.id && !field.required);
  const names = isFitting ? fitting.map((field) => field.name) : [];
  if (!names.includes(entity.tree.parent))
    reporter.unknownName(
      'tree.parent',
      below(draft.place, 'tree', 'parent'),
      entity.tree.parent,
      names,
      `Name an optional reference of a record to ${entity.id}.`,
    );
}
