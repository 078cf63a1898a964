import type { ExtensionDeclaration } from '../../../schemas/generated/types.js';
import type { Declared, ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Reporter } from '../parse/reporter.js';
import type { EntityDraft, Part } from './entity-draft.js';
import { addBranches } from './extend/add-branches.js';
import { addGuards } from './extend/add-guards.js';
import { addOptions } from './extend/add-options.js';
import { addParts } from './extend/add-part.js';
import { applyChanges } from './extend/apply-changes.js';
import { idOf, type Extending, type WorkflowDrafts } from './extend/extending.js';
import { insertSteps } from './extend/insert-steps.js';
import { dependenciesOf } from './plugin-order.js';
import type { StepOrigins } from './steps/step-origins.js';

/** What extensions change: entities and workflows on their way into the model. */
export interface Extended {
  readonly drafts: ReadonlyMap<string, EntityDraft>;
  readonly workflows: WorkflowDrafts;
  readonly origins: StepOrigins;
}

/** Adds what plugins add to entities and workflows of others, in order of dependency and the workspace last; two that add the same are both named. */
export function applyExtensions(plugins: readonly ParsedPlugin[], extended: Extended, reporter: Reporter): void {
  for (const plugin of plugins) {
    for (const extension of plugin.extensions) {
      const draft = targetOf(extension, plugin, extended.drafts, reporter);
      if (draft !== null) apply(extension, extended.drafts, { plugin, draft, reporter, workflows: extended.workflows, origins: extended.origins });
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
  else if (draft.plugin === idOf(plugin))
    reporter.report('extension.own-entity', at, { expected: 'an entity of another plugin', remedy: 'Write it in the entity itself.' });
  else if (!dependenciesOf(plugin).includes(draft.plugin))
    reporter.report('extension.not-a-dependency', at, {
      expected: `"${draft.plugin}" among dependsOn`,
      remedy: `Add "${draft.plugin}" to dependsOn in plugin.json.`,
    });
  else return draft;
  return null;
}

function apply({ declaration, place }: Declared<ExtensionDeclaration>, drafts: Extended['drafts'], extending: Extending): void {
  const { draft, reporter } = extending;
  addParts(extending, draft.fields, declaration.fields, below(place, 'fields'));
  if (declaration.transitions !== undefined && draft.declaration.lifecycle === undefined) {
    reporter.report('extension.no-lifecycle', below(place, 'transitions'), { expected: 'an entity with a lifecycle', remedy: 'Delete the transitions.' });
  } else addParts(extending, draft.transitions, declaration.transitions, below(place, 'transitions'));
  addParts(extending, draft.checks, declaration.checks, below(place, 'checks'));
  addBranches(extending, declaration.union, below(place, 'union'), drafts);
  addOptions(extending, declaration.options, below(place, 'options'));
  addGuards(extending, declaration.guards, below(place, 'guards'));
  insertSteps(extending, declaration.steps, below(place, 'steps'));
  const placed = <Place>(list: readonly Place[] | undefined, key: string): readonly Part<Place>[] =>
    (list ?? []).map((one, index) => ({ declaration: one, place: below(place, key, index), plugin: idOf(extending.plugin) }));
  draft.columns.push(...placed(declaration.columns, 'columns'));
  draft.filters.push(...placed(declaration.filters, 'filters'));
  draft.sections.push(...placed(declaration.sections, 'sections'));
  if (declaration.changes !== undefined) applyChanges(extending, declaration.changes, below(place, 'changes'));
}
