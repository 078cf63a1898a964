import { fieldType } from '../field-types/registry.js';
import type { Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { checkLifecycle } from './check-lifecycle.js';
import type { EntityDraft } from './entity-draft.js';
import type { Linking } from './linking.js';

/** Rules of one entity that need no expressions: kinds, references, ownership of lines, lifecycle, keys. */
export function checkStructure(draft: EntityDraft, entity: Entity, linking: Linking): void {
  checkKind(draft, entity, linking);
  for (const field of entity.fields.values()) {
    const part = draft.fields.get(field.name);
    if (part !== undefined && field.target !== null) checkTarget(draft, field, field.target, below(part.place, 'entity'), part.plugin, linking);
  }
  checkLifecycle(draft, entity, linking.reporter);
  checkKeys(draft, entity, linking);
}

function checkKind(draft: EntityDraft, entity: Entity, { reporter }: Linking): void {
  const fields = [...entity.fields.values()];
  const at = below(draft.place, 'kind');
  if (entity.kind === 'document' && entity.lifecycle === null)
    reporter.report('document.without-lifecycle', at, { expected: 'a lifecycle', remedy: 'Add "lifecycle", or let the kind be record.' });
  if (entity.kind === 'document' && !fields.some((field) => field.type === 'sequence'))
    reporter.report('document.without-sequence', at, { expected: 'a field of type sequence', remedy: 'Add one, for instance "number".' });
  if (entity.kind === 'line' && entity.lifecycle !== null)
    reporter.report('line.lifecycle', below(draft.place, 'lifecycle'), { found: 'a lifecycle', expected: 'none', remedy: 'Move it to the owner.' });
  for (const field of fields.filter((one) => entity.kind === 'line' && one.type === 'lines')) {
    reporter.report('line.nested-lines', draft.fields.get(field.name)?.place ?? at, {
      found: `the lines field ${field.name}`,
      expected: 'no lines within lines',
      remedy: 'Keep them beside each other in the owner.',
    });
  }
  checkScope(draft, entity, reporter);
}

function checkScope(draft: EntityDraft, entity: Entity, reporter: Linking['reporter']): void {
  if (entity.scope === null && draft.declaration.scope === undefined) return;
  const scope = entity.fields.get(entity.scope ?? '');
  if (entity.kind !== 'settings' || scope?.type !== 'reference') {
    reporter.report('settings.scope', below(draft.place, 'scope'), {
      expected: 'a reference field of an entity of kind settings',
      remedy: 'Correct the name, or make the field a reference.',
    });
  }
}

function checkTarget(draft: EntityDraft, field: Field, target: string, place: Place, plugin: string, { reporter, drafts }: Linking): void {
  const other = drafts.get(target);
  const isKnown = draft.dependencies.includes(target.split('.')[0] ?? '') || plugin !== draft.plugin;
  if (other === undefined) reporter.unknownName('reference.unknown-entity', place, target, drafts.keys());
  else if (other.declaration.kind === 'query')
    reporter.report('query.not-stored', place, { expected: 'an entity whose records are stored', remedy: 'Refer to what the query reads.' });
  else if (field.type === 'lines') {
    if (other.declaration.kind !== 'line' || other.plugin !== plugin)
      reporter.report('lines.not-a-line', place, { expected: 'an entity of kind line of this plugin', remedy: 'Declare one, or use a reference.' });
  } else if (other.declaration.kind === 'line' && !reachesLines(draft))
    reporter.report('reference.to-line', place, {
      expected: 'an entity that is no line',
      remedy: 'Refer to the owner; only lines and ledgers may refer to lines.',
    });
  else if (!isKnown)
    reporter.report('reference.not-a-dependency', place, {
      expected: `"${other.plugin}" among dependsOn`,
      remedy: `Add "${other.plugin}" to dependsOn in plugin.json.`,
    });
}

/** What came of a line knows the line: lines of later documents, entries of ledgers. */
function reachesLines({ declaration }: EntityDraft): boolean {
  return declaration.kind === 'line' || declaration.kind === 'ledger';
}

function checkKeys(draft: EntityDraft, entity: Entity, linking: Linking): void {
  const { reporter } = linking;
  const plain = [...entity.fields.values()]
    .filter((field) => !['none', 'json', 'sealed'].includes(fieldType(field.type).storage(field).kind))
    .map((field) => field.name);
  for (const field of entity.fields.values()) {
    const others = plain.filter((name) => name !== field.name);
    field.uniqueWith.forEach((name, index) => {
      const place = draft.fields.get(field.name)?.place ?? draft.place;
      if (!others.includes(name)) reporter.unknownName('unique.unknown-field', below(place, 'unique', 'with', index), name, others);
    });
  }
  for (const [key, unique] of entity.unique) {
    unique.fields.forEach((name, index) => {
      if (!plain.includes(name)) reporter.unknownName('unique.unknown-field', below(draft.place, 'unique', key, 'fields', index), name, plain);
    });
  }
  for (const [key, names] of entity.indexes) {
    names.forEach((name, index) => {
      if (!plain.includes(name)) reporter.unknownName('index.unknown-field', below(draft.place, 'indexes', key, index), name, plain);
    });
  }
  for (const { declaration, place } of draft.checks.values())
    if (declaration.field !== undefined) checkPlace(entity, declaration.field, below(place, 'field'), linking);
}

/** A field of the record, or of its lines: `lines.quantity`. */
function checkPlace(entity: Entity, path: string, place: Place, { reporter, skeletons }: Linking): void {
  const [name = '', column] = path.split('.');
  const field = entity.fields.get(name);
  const line = field?.type === 'lines' ? skeletons.get(field.target ?? '') : undefined;
  if (column === undefined ? field !== undefined : line?.fields.has(column) === true) return;
  const ofLines = [...(line?.fields.keys() ?? [])].map((one) => `${name}.${one}`);
  reporter.unknownName('check.unknown-field', place, path, [...entity.fields.keys(), ...ofLines]);
}
