import { createHash } from 'node:crypto';
import { freeze } from './freeze.js';
import { addConversions } from './link/add-conversions.js';
import { addMembers } from './link/any-reference-members.js';
import { applyExtensions } from './link/apply-extensions.js';
import { buildSkeleton } from './link/build-skeleton.js';
import { checkExchange, checkSums } from './link/check-exchange.js';
import { checkConvertedQuantities } from './link/check-converted-quantity.js';
import { checkConverted } from './link/check-converted.js';
import { checkFormerNames } from './link/check-former-names.js';
import { checkRollups } from './link/check-rollups.js';
import { checkStructure } from './link/check-structure.js';
import { checkLedger } from './link/check-ledger.js';
import { checkParts } from './link/check-parts.js';
import { checkSequences } from './link/check-sequence.js';
import { checkTree } from './link/check-tree.js';
import { checkUndo } from './link/check-undo.js';
import { checkTables } from './link/check-tables.js';
import { derive } from './link/derive.js';
import { demandOwnRecord } from './link/demand-own-record.js';
import { draftEntities, type EntityDraft } from './link/entity-draft.js';
import { inOrder } from './link/in-order.js';
import { lineOwners } from './link/line-owners.js';
import { linkAgenda } from './link/link-agenda.js';
import { companyPath, linkCompany } from './link/link-company.js';
import { linkConversions } from './link/link-conversions.js';
import { linkFields } from './link/link-fields.js';
import { linkLedger } from './link/link-ledger.js';
import { linkChecks, linkLifecycle } from './link/link-lifecycle.js';
import { linkMigrations } from './link/link-migrations.js';
import { linkNoOverlap } from './link/link-no-overlap.js';
import { linkQuery } from './link/link-query.js';
import { linkRoles } from './link/link-roles.js';
import { linkView } from './link/link-view.js';
import { draftWorkflows, linkWorkflows } from './link/link-workflows.js';
import type { WorkflowDrafts } from './link/extend/extending.js';
import type { StepOrigins } from './link/steps/step-origins.js';
import { viewsOf, type ViewLayers } from './link/view/view-layers.js';
import { checked, recordTypeOf, type Linking } from './link/linking.js';
import { dependenciesOf, orderPlugins, type SetAside } from './link/plugin-order.js';
import type { Entity, Model } from './model.js';
import { parsePlugin, type ParsedPlugin } from './parse/parsed-plugin.js';
import { below, Reporter } from './parse/reporter.js';
import type { Problem } from './problem.js';
import type { PluginSource } from './source.js';

export type Compiled =
  | { readonly kind: 'model'; readonly model: Model; readonly setAside: readonly SetAside[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Text of all plugins → the model, or every problem of every plugin at once. Pure: reads nothing but its argument and the schemas of the language. */
export function compileModel(sources: readonly PluginSource[]): Compiled {
  const reporter = new Reporter();
  const parsed = sources.map((source) => parsePlugin(source, reporter)).filter((plugin) => plugin !== null);
  const { ordered, setAside } = orderPlugins(parsed, reporter);
  const drafts = draftEntities(ordered, reporter);
  // A file that could not be read would make names unknown everywhere; its own problem says enough.
  if (reporter.problems.length > 0) return failed(reporter);
  const [workflowDrafts, origins]: [WorkflowDrafts, StepOrigins] = [draftWorkflows(ordered, reporter), new Map()];
  applyExtensions(ordered, { drafts, workflows: workflowDrafts, origins }, reporter);
  const conversionDrafts = addConversions(ordered, drafts, reporter);
  addMembers(drafts, reporter);
  const owners = lineOwners(drafts, reporter);
  const skeletons = new Map([...drafts].map(([id, draft]) => [id, buildSkeleton(draft, owners.get(id) ?? null, drafts, reporter)]));
  const dependencies = new Map(ordered.map((plugin) => [plugin.plugin.declaration.id, [plugin.plugin.declaration.id, 'core', ...dependenciesOf(plugin)]]));
  const handlers = new Map(ordered.flatMap((one) => (one.handlers === undefined ? [] : [[one.plugin.declaration.id, one.handlers] as const])));
  const linking: Linking = { reporter, drafts, skeletons, dependencies, handlers, origins, companies: new Map() };
  checkEach([checkStructure], linking);
  for (const draft of drafts.values()) checkFormerNames(draft, linking);
  checkEach([checkLedger, checkTree, checkSequences, noteCompany], linking);
  checkParts(linking);
  checkEach([checkRollups, checkExchange, checkConvertedQuantities, checkSums], linking);
  checkTables(linking);
  if (reporter.problems.length > 0) return failed(reporter);
  const views = viewsOf(ordered, drafts, reporter);
  const entities = [...drafts].flatMap(
    ([id, draft]) => withSkeleton(linking, id, (skeleton) => [linkEntity(draft, skeleton, views.get(id) ?? [], linking)]) ?? [],
  );
  const roles = linkRoles(ordered, linking);
  const workflows = linkWorkflows(workflowDrafts, linking);
  checkUndo(entities, workflows, linking);
  const conversions = linkConversions(conversionDrafts, linking);
  const migrations = linkMigrations(ordered, linking);
  const derived = derive(entities, linking);
  checkConverted(derived.entities, linking);
  if (reporter.problems.length > 0) return failed(reporter);
  const rest = { roles, workflows, conversions, migrations, derivations: derived.derivations };
  return { kind: 'model', model: assemble(ordered, derived.entities, rest, sources), setAside };
}

type Check = (...given: Parameters<typeof checkStructure>) => void;

/** One check over all entities before the next begins. */
function checkEach(checks: readonly Check[], linking: Linking): void {
  for (const check of checks) for (const [id, draft] of linking.drafts) withSkeleton(linking, id, (skeleton) => check(draft, skeleton, linking));
}

function failed(reporter: Reporter): Compiled {
  const problems = reporter.problems.toSorted(
    (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.pointer.localeCompare(other.pointer),
  );
  return { kind: 'problems', problems };
}

function withSkeleton<Result>(linking: Linking, id: string, work: (skeleton: Entity) => Result): Result | undefined {
  const skeleton = linking.skeletons.get(id);
  return skeleton === undefined ? undefined : work(skeleton);
}

function noteCompany(draft: EntityDraft, skeleton: Entity, linking: Linking): void {
  const path = companyPath(draft, skeleton, linking);
  if (path !== null) linking.companies.set(skeleton.id, path);
}

function linkEntity(draft: EntityDraft, skeleton: Entity, views: ViewLayers, linking: Linking): Entity {
  const at = below(draft.place, 'title');
  const title = checked(linking, draft.declaration.title, { record: recordTypeOf(linking, skeleton.id), variables: new Map() }, ['text'], at);
  // Nobody saves entries and balances, so they are named anew whenever they are read.
  if (skeleton.ledger === null && skeleton.balanceOf === null) demandOwnRecord(title, skeleton, at, linking.reporter);
  const entity = {
    ...skeleton,
    title,
    fields: linkFields(draft, skeleton, linking),
    lifecycle: linkLifecycle(draft, skeleton, linking),
    ledger: linkLedger(draft, skeleton, linking),
    agenda: linkAgenda(draft, skeleton, linking),
    ...linkCompany(skeleton, linking, draft.place),
    checks: linkChecks(draft, skeleton, linking),
    noOverlap: linkNoOverlap(draft, skeleton, linking),
    query: linkQuery(draft, skeleton, linking),
  };
  const order = { formulas: inOrder('formula', entity, draft, linking), defaults: inOrder('default', entity, draft, linking) };
  return { ...entity, ...order, view: linkView(draft, entity, views, linking.reporter) };
}

function assemble(
  plugins: readonly ParsedPlugin[],
  entities: readonly Entity[],
  rest: Pick<Model, 'roles' | 'workflows' | 'conversions' | 'migrations' | 'derivations'>,
  sources: readonly PluginSource[],
): Model {
  const place = new Map(plugins.map(({ plugin }, index) => [plugin.declaration.id, (plugin.declaration.order ?? 500) * 1000 + index]));
  const sorted = entities.toSorted(
    (one, other) => (place.get(one.plugin) ?? 0) - (place.get(other.plugin) ?? 0) || one.order - other.order || one.id.localeCompare(other.id),
  );
  const used = new Set(plugins.map((plugin) => plugin.folder));
  const texts = sources
    .filter((source) => used.has(source.folder))
    .flatMap((source) => source.files.map((file) => [source.folder, file.role, file.text].join('\0')));
  return freeze({
    plugins: plugins.map(({ plugin, folder }) => ({ id: plugin.declaration.id, folder, declaration: plugin.declaration })),
    entities: new Map(sorted.map((entity) => [entity.id, entity])),
    paths: new Map(sorted.filter((entity) => entity.parent === null).map((entity) => [entity.path, entity])),
    formerPaths: new Map(sorted.filter((entity) => entity.parent === null).flatMap((entity) => entity.formerPaths.map((path) => [path, entity]))),
    ...rest,
    played: new Map(entities.flatMap((entity) => (entity.plays === null ? [] : [[entity.plays, entity] as const]))),
    hash: createHash('sha256').update(texts.sort().join('\0')).digest('hex').slice(0, 32),
  });
}
