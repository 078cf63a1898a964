import type {
  CheckDeclaration,
  EntityDeclaration,
  ExtraColumn,
  ExtraSection,
  FieldDeclaration,
  GuardDeclaration,
  QueryBranchDeclaration,
  TransitionDeclaration,
} from '../../../schemas/generated/types.js';
import type { ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import { withBalance, type DeclaredEntity } from './with-balance.js';

/** A part of an entity with the plugin that declared it, which differs for extensions. */
export interface Part<Declaration> {
  readonly declaration: Declaration;
  readonly place: Place;
  readonly plugin: string;
  /** Of a reference to one entity of several: the field that it belongs to. */
  readonly partOf?: string;
}

/** An entity on its way into the model: its own declaration, to which extensions are added. */
export interface EntityDraft {
  readonly id: string;
  readonly plugin: string;
  /** Plugins whose entities it may refer to. */
  readonly dependencies: readonly string[];
  declaration: EntityDeclaration;
  readonly place: Place;
  /** Of balances: the ledger that they are of. */
  readonly balanceOf: string | null;
  readonly fields: Map<string, Part<FieldDeclaration>>;
  readonly transitions: Map<string, Part<TransitionDeclaration>>;
  readonly checks: Map<string, Part<CheckDeclaration>>;
  /** Of a query over several entities. */
  readonly branches: Map<string, Part<QueryBranchDeclaration>>;
  /** Added by extensions: conditions by transition and key, and places in the view. */
  readonly guards: Map<string, Map<string, Part<GuardDeclaration>>>;
  readonly columns: Part<ExtraColumn>[];
  readonly filters: Part<ExtraColumn>[];
  readonly sections: Part<ExtraSection>[];
  /** Entities that extensions let a reference to any of several point to, by field, a space, and entity. */
  readonly members: Map<string, { readonly plugin: string; readonly place: Place }>;
  /** Where extensions added options and changed what was there. */
  readonly optionPlaces: Map<string, Place>;
  readonly changed: Map<string, Place>;
}

/** What extensions have not added yet. */
export function unextended(): Pick<EntityDraft, 'guards' | 'columns' | 'filters' | 'sections' | 'members' | 'optionPlaces' | 'changed'> {
  return { guards: new Map(), columns: [], filters: [], sections: [], members: new Map(), optionPlaces: new Map(), changed: new Map() };
}

/** Drafts of all entities by id. */
export function draftEntities(plugins: readonly ParsedPlugin[], reporter: Reporter): Map<string, EntityDraft> {
  const drafts = new Map<string, EntityDraft>();
  const paths = new Map<string, string>();
  for (const plugin of plugins) {
    for (const entity of plugin.entities.flatMap(withBalance)) {
      const draft = draftOf(entity, plugin);
      const path = `${draft.plugin}/${entity.declaration.plural}`;
      const file = /([^/\\]+)\.json$/u.exec(entity.place.document.file.path)?.[1];
      const name = entity.declaration.name;
      if (drafts.has(draft.id))
        reporter.report('entity.duplicate', below(entity.place, 'name'), { expected: 'names that differ', remedy: 'Delete or rename one of the two files.' });
      else if (file !== name && draft.balanceOf === null)
        reporter.report('file.name-mismatch', below(entity.place, 'name'), {
          expected: `"${file ?? ''}", as the file`,
          remedy: `Rename the file to ${name}.json, or the entity.`,
        });
      else if (paths.has(path))
        reporter.report('entity.duplicate-path', below(entity.place, 'plural'), {
          expected: `a plural that ${paths.get(path) ?? ''} does not have`,
          remedy: 'Choose another plural.',
        });
      else drafts.set(draft.id, draft);
      paths.set(path, draft.id);
    }
  }
  return drafts;
}

function draftOf({ declaration, place, balanceOf }: DeclaredEntity, plugin: ParsedPlugin): EntityDraft {
  const id = plugin.plugin.declaration.id;
  const parts = <Declaration>(key: string, entries: Readonly<Record<string, Declaration>>, ...prefix: readonly string[]): Map<string, Part<Declaration>> =>
    new Map(Object.entries(entries).map(([name, part]) => [name, { declaration: part, place: below(place, ...prefix, key, name), plugin: id }]));
  return {
    id: `${id}.${declaration.name}`,
    plugin: id,
    dependencies: [id, 'core', ...(plugin.plugin.declaration.dependsOn ?? [])],
    declaration,
    place,
    balanceOf: balanceOf === null ? null : `${id}.${balanceOf}`,
    fields: parts('fields', declaration.fields),
    transitions: parts('transitions', declaration.lifecycle?.transitions ?? {}, 'lifecycle'),
    checks: parts('checks', declaration.checks ?? {}),
    branches: parts('union', declaration.query?.union ?? {}, 'query'),
    ...unextended(),
  };
}
