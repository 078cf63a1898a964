import type { ExtensionDeclaration, FieldDeclaration } from '../../../schemas/generated/types.js';
import type { Declared, ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import { dependenciesOf } from './plugin-order.js';
import type { EntityDraft, Part } from './entity-draft.js';

/** Adds what plugins add to entities of others; two that add the same are both named. */
export function applyExtensions(plugins: readonly ParsedPlugin[], drafts: ReadonlyMap<string, EntityDraft>, reporter: Reporter): void {
  for (const plugin of plugins) {
    for (const extension of plugin.extensions) {
      const draft = targetOf(extension, plugin, drafts, reporter);
      if (draft !== null) apply(extension, plugin.plugin.declaration.id, draft, reporter);
    }
  }
}

function targetOf(
  { declaration, place }: Declared<ExtensionDeclaration>,
  plugin: ParsedPlugin,
  drafts: ReadonlyMap<string, EntityDraft>,
  reporter: Reporter,
): EntityDraft | null {
  const draft = drafts.get(declaration.entity);
  const at = below(place, 'entity');
  if (draft === undefined) reporter.unknownName('extension.unknown-entity', at, declaration.entity, drafts.keys());
  else if (draft.plugin === plugin.plugin.declaration.id)
    reporter.report('extension.own-entity', at, { expected: 'an entity of another plugin', remedy: 'Write it in the entity itself.' });
  else if (!dependenciesOf(plugin).includes(draft.plugin))
    reporter.report('extension.not-a-dependency', at, {
      expected: `"${draft.plugin}" among dependsOn`,
      remedy: `Add "${draft.plugin}" to dependsOn in plugin.json.`,
    });
  else return draft;
  return null;
}

function apply({ declaration, place }: Declared<ExtensionDeclaration>, plugin: string, draft: EntityDraft, reporter: Reporter): void {
  const add = <Declaration>(into: Map<string, Part<Declaration>>, key: string, entries: Readonly<Record<string, Declaration>> | undefined): void => {
    for (const [name, part] of Object.entries(entries ?? {})) addPart(into, name, { declaration: part, place: below(place, key, name), plugin }, reporter);
  };
  add(draft.fields, 'fields', declaration.fields);
  if (declaration.transitions !== undefined && draft.declaration.lifecycle === undefined) {
    reporter.report('extension.no-lifecycle', below(place, 'transitions'), { expected: 'an entity with a lifecycle', remedy: 'Delete the transitions.' });
  } else add(draft.transitions, 'transitions', declaration.transitions);
  add(draft.checks, 'checks', declaration.checks);
  for (const [field, options] of Object.entries(declaration.options ?? {})) addOptions(draft, field, options, below(place, 'options', field), reporter);
  draft.columns.push(...(declaration.columns ?? []));
  draft.sections.push(...(declaration.sections ?? []).map((section, index) => ({ declaration: section, place: below(place, 'sections', index), plugin })));
}

function addPart<Declaration>(into: Map<string, Part<Declaration>>, name: string, part: Part<Declaration>, reporter: Reporter): void {
  const known = into.get(name);
  if (known === undefined) {
    into.set(name, part);
    return;
  }
  const other = `${known.place.document.file.path}:${known.place.document.lineOf(known.place.pointer)}`;
  reporter.report('extension.conflict', part.place, {
    found: `"${name}", which ${other} declares too`,
    expected: 'names that nobody else declares',
    remedy: `Rename it, for instance ${name}Of${part.plugin.charAt(0).toUpperCase()}${part.plugin.slice(1)}.`,
  });
}

type Options = NonNullable<ExtensionDeclaration['options']>[string];

function addOptions(draft: EntityDraft, name: string, options: Options, place: Place, reporter: Reporter): void {
  const field = draft.fields.get(name);
  if (field?.declaration.type !== 'enum') {
    const enums = [...draft.fields].filter(([, part]) => part.declaration.type === 'enum').map(([key]) => key);
    reporter.unknownName('extension.unknown-field', place, name, enums);
    return;
  }
  const known = field.declaration.options;
  for (const key of Object.keys(options).filter((option) => Object.hasOwn(known, option))) {
    reporter.report('extension.conflict', below(place, key), {
      found: `"${key}", which the field has already`,
      expected: 'new options',
      remedy: 'Choose another key.',
    });
  }
  const declaration: FieldDeclaration = { ...field.declaration, options: { ...options, ...known } };
  draft.fields.set(name, { ...field, declaration: { ...declaration, options: { ...known, ...options } } });
}
