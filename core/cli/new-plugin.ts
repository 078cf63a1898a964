/** A file of a new plugin, by its path within the folder. */
export interface NewFile {
  readonly path: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** A plugin with one entity called after it. */
export function pluginFiles(plugin: string, schemas: string): readonly NewFile[] {
  const label = words(plugin);
  const json = {
    $schema: `${schemas}/plugin.schema.json`,
    id: plugin,
    version: '0.1.0',
    label: { en: label, vi: label },
    icon: 'box',
    order: 600,
  };
  return [{ path: 'plugin.json', json }, ...entityFiles(plugin, 'item', schemas)];
}

/** An entity with a name and notes, a view, and a role that may do everything with it. */
export function entityFiles(plugin: string, name: string, schemas: string): readonly NewFile[] {
  const label = words(name);
  return [
    { path: `entities/${name}.json`, json: entityJson(name, schemas) },
    {
      path: `views/${name}.json`,
      json: {
        $schema: `../${schemas}/view.schema.json`,
        entity: `${plugin}.${name}`,
        list: { columns: ['name', 'createdAt'], filters: ['createdAt'], sort: ['name', 'ASC'] },
        sections: [{ key: 'main', fields: [{ field: 'name', width: 6 }, 'notes'] }],
      },
    },
    {
      path: `roles/${name}-keeper.json`,
      json: {
        $schema: `../${schemas}/role.schema.json`,
        name: `${name}-keeper`,
        label: { en: `${label} keeper`, vi: `Quản lý ${label}` },
        grants: [{ entity: `${plugin}.${name}`, verbs: ['read', 'create', 'update', 'delete', 'import', 'export'] }],
      },
    },
  ];
}

/** A workflow that reminds whoever made a record of it some days later: something to begin with that passes the check. */
export function workflowFiles(name: string, entity: string, schemas: string): readonly NewFile[] {
  const label = words(name);
  const json = {
    $schema: `../${schemas}/workflow.schema.json`,
    name,
    label: { en: label, vi: label },
    timing: 'background',
    on: [{ event: 'created', entity }],
    settings: {
      days: { type: 'integer', label: { en: 'Remind after days', vi: 'Nhắc sau số ngày' }, min: 1, max: 60, default: 3 },
    },
    steps: [
      { step: 'delay', until: 'addDays(today(), settings.days)' },
      { step: 'notify', to: 'createdBy', title: `"${label}"` },
    ],
  };
  return [{ path: `workflows/${name}.json`, json }];
}

function entityJson(name: string, schemas: string): NewFile['json'] {
  const label = words(name);
  return {
    $schema: `../${schemas}/entity.schema.json`,
    name,
    plural: `${name}s`,
    kind: 'record',
    label: { en: label, vi: label },
    labelPlural: { en: `${label}s`, vi: `${label}s` },
    icon: 'box',
    title: 'name',
    fields: {
      name: { type: 'text', label: { en: 'Name', vi: 'Tên' }, required: true, search: 'A' },
      notes: { type: 'long-text', label: { en: 'Notes', vi: 'Ghi chú' } },
    },
  };
}

/** `car-pool` as `Car pool`. */
function words(name: string): string {
  const text = name.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
