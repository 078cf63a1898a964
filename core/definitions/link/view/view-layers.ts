import type { ViewDeclaration } from '../../../../schemas/generated/types.js';
import type { Declared, ParsedPlugin } from '../../parse/parsed-plugin.js';
import { below, type Place, type Reporter } from '../../parse/reporter.js';
import type { EntityDraft } from '../entity-draft.js';
import { workspaceId } from '../workspace-id.js';

/** The views of one entity: its plugin's, then the workspace's. */
export type ViewLayers = readonly (Declared<ViewDeclaration> & { readonly plugin: string })[];

/** What a view says of one thing, and where. */
export interface Given<Value> {
  readonly value: Value;
  readonly place: Place;
  readonly plugin: string;
}

/** Of what several layers say the last counts; null when none says anything. */
export function lastOf<Value>(layers: ViewLayers, pick: (view: ViewDeclaration) => Value | undefined, ...path: readonly string[]): Given<Value> | null {
  const [last] = layers.toReversed().flatMap(({ declaration, place, plugin }) => {
    const value = pick(declaration);
    return value === undefined ? [] : [{ value, place: below(place, ...path), plugin }];
  });
  return last ?? null;
}

/** All views by entity. A plugin may lay out its own entities, the workspace any. */
export function viewsOf(plugins: readonly ParsedPlugin[], drafts: ReadonlyMap<string, EntityDraft>, reporter: Reporter): ReadonlyMap<string, ViewLayers> {
  const views = new Map<string, ViewLayers>();
  for (const { plugin, views: declared } of plugins) {
    const { id } = plugin.declaration;
    const own = [...drafts.values()].filter((draft) => draft.plugin === id || id === workspaceId).map((draft) => draft.id);
    for (const view of declared) {
      const { entity } = view.declaration;
      const known = views.get(entity) ?? [];
      if (!own.includes(entity)) reporter.unknownName('view.unknown-entity', below(view.place, 'entity'), entity, own);
      else if (known.some((layer) => layer.plugin === id))
        reporter.report('view.duplicate', below(view.place, 'entity'), { expected: 'one view an entity', remedy: 'Delete one of the two files.' });
      else views.set(entity, [...known, { ...view, plugin: id }]);
    }
  }
  return views;
}
