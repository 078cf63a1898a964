import { companyRule } from '../company-rule.js';
import type { Entity, ModelGrant, Role } from '../model.js';
import type { ParsedPlugin } from '../parse/parsed-plugin.js';
import { below, type Place, type Reporter } from '../parse/reporter.js';
import { checked, recordScope, type Linking } from './linking.js';
import { dependenciesOf } from './plugin-order.js';

/** The roles of all plugins with the rules of their grants checked. Grants that extend a role become grants of that role. */
export function linkRoles(plugins: readonly ParsedPlugin[], linking: Linking): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  const extensions: Role[] = [];
  for (const plugin of plugins) {
    const { id: pluginId } = plugin.plugin.declaration;
    const dependencies = [pluginId, ...dependenciesOf(plugin)];
    for (const { declaration, place } of plugin.roles) {
      const id = `${pluginId}.${declaration.name}`;
      const isExtension = declaration.extends !== undefined;
      if (!isExtension && roles.has(id))
        linking.reporter.report('role.duplicate', below(place, 'name'), { expected: 'names that differ', remedy: 'Delete or rename one of the two files.' });
      const grants = declaration.grants.map((_, index) => linkGrant(declaration.grants[index], below(place, 'grants', index), dependencies, linking));
      const role = { id, plugin: pluginId, declaration, grants: grants.filter((grant) => grant !== null) };
      if (!isExtension) roles.set(id, role);
      else if (isExtensible(declaration.extends, below(place, 'extends'), dependencies, plugins, linking)) extensions.push(role);
    }
  }
  for (const { declaration, grants } of extensions) {
    const base = roles.get(declaration.extends ?? '');
    if (base !== undefined) roles.set(base.id, { ...base, grants: [...base.grants, ...grants] });
  }
  return roles;
}

/** Whether the role is there, and in a plugin that this one depends on. */
function isExtensible(id: string, place: Place, dependencies: readonly string[], plugins: readonly ParsedPlugin[], { reporter }: Linking): boolean {
  const all = plugins.flatMap(({ plugin, roles }) =>
    roles.filter(({ declaration }) => declaration.extends === undefined).map(({ declaration }) => `${plugin.declaration.id}.${declaration.name}`),
  );
  const [owner = ''] = id.split('.');
  if (!all.includes(id)) reporter.unknownName('role.unknown-role', place, id, all);
  else if (!dependencies.includes(owner)) reportStranger(reporter, place, owner);
  else return true;
  return false;
}

function reportStranger(reporter: Reporter, place: Place, owner: string): void {
  reporter.report('role.not-a-dependency', place, { expected: `"${owner}" among dependsOn`, remedy: `Add "${owner}" to dependsOn in plugin.json.` });
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
  else if (!dependencies.includes(entity.plugin)) reportStranger(reporter, at, entity.plugin);
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
  const company = declaration.companies === 'all' ? undefined : linking.companies.get(entity.id);
  const bounded =
    company === undefined
      ? where
      : checked(linking, companyRule(company, declaration.where), recordScope(linking, entity.id), ['boolean'], below(place, 'where'));
  return { declaration, where, bounded };
}

/** Fields of the entity and, behind a dot, of its lines. */
export function grantableFields(entity: Entity, { skeletons }: Pick<Linking, 'skeletons'>): readonly string[] {
  return [...entity.fields.values()].flatMap((field) => {
    const lines = field.type === 'lines' ? skeletons.get(field.target ?? '') : undefined;
    return [field.name, ...[...(lines?.fields.keys() ?? [])].map((name) => `${field.name}.${name}`)];
  });
}
