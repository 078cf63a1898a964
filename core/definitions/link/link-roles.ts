import type { Entity, ModelGrant, Role } from '../model.js';
import type { ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Place } from '../parse/reporter.js';
import { checked, recordScope, type Linking } from './linking.js';
import { dependenciesOf } from './plugin-order.js';

/** The roles of all plugins with the rules of their grants checked. */
export function linkRoles(plugins: readonly ParsedPlugin[], linking: Linking): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  for (const plugin of plugins) {
    const { id: pluginId } = plugin.plugin.declaration;
    for (const { declaration, place } of plugin.roles) {
      const id = `${pluginId}.${declaration.name}`;
      if (roles.has(id))
        linking.reporter.report('role.duplicate', below(place, 'name'), { expected: 'names that differ', remedy: 'Delete or rename one of the two files.' });
      const grants = declaration.grants.map((_, index) =>
        linkGrant(declaration.grants[index], below(place, 'grants', index), [pluginId, ...dependenciesOf(plugin)], linking),
      );
      roles.set(id, { id, plugin: pluginId, declaration, grants: grants.filter((grant) => grant !== null) });
    }
  }
  return roles;
}

function linkGrant(declaration: ModelGrant['declaration'] | undefined, place: Place, dependencies: readonly string[], linking: Linking): ModelGrant | null {
  if (declaration === undefined) return null;
  const { reporter } = linking;
  const entity = linking.skeletons.get(declaration.entity);
  const at = below(place, 'entity');
  if (entity === undefined) {
    reporter.unknownName('role.unknown-entity', at, declaration.entity, linking.skeletons.keys());
    return null;
  }
  if (entity.kind === 'line')
    reporter.report('role.line-grant', at, { expected: 'an entity that is no line', remedy: 'Grant the owner; hide a field of its lines as lines.field.' });
  else if (!dependencies.includes(entity.plugin))
    reporter.report('role.not-a-dependency', at, {
      expected: `"${entity.plugin}" among dependsOn`,
      remedy: `Add "${entity.plugin}" to dependsOn in plugin.json.`,
    });
  const valid = grantableFields(entity, linking);
  for (const key of ['hide', 'readOnly'] as const) {
    declaration[key]?.forEach((name, index) => {
      if (!valid.includes(name)) reporter.unknownName('role.unknown-field', below(place, key, index), name, valid);
    });
  }
  const transitions = [...(entity.lifecycle?.transitions.keys() ?? [])];
  declaration.actions?.forEach((name, index) => {
    if (name !== '*' && !transitions.includes(name)) reporter.unknownName('role.unknown-action', below(place, 'actions', index), name, transitions);
  });
  const where =
    declaration.where === undefined ? null : checked(linking, declaration.where, recordScope(linking, entity.id), ['boolean'], below(place, 'where'));
  return { declaration, where };
}

/** Fields of the entity and, behind a dot, of its lines. */
export function grantableFields(entity: Entity, { skeletons }: Pick<Linking, 'skeletons'>): readonly string[] {
  return [...entity.fields.values()].flatMap((field) => {
    const lines = field.type === 'lines' ? skeletons.get(field.target ?? '') : undefined;
    return [field.name, ...[...(lines?.fields.keys() ?? [])].map((name) => `${field.name}.${name}`)];
  });
}
