import type { PluginSource } from '../../core/definitions/source.js';

/** JSON as tests change it. */
// Tests reach into declarations of every shape.
export type Editable = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** The plugins with one file of one of them changed; the file is found by the end of its path. */
export function edited(sources: readonly PluginSource[], path: string, change: (json: Editable) => void): readonly PluginSource[] {
  return sources.map((source) => ({
    ...source,
    files: source.files.map((file) => {
      if (!file.path.endsWith(path)) return file;
      const json: Editable = JSON.parse(file.text);
      change(json);
      return { ...file, text: JSON.stringify(json, null, 2) };
    }),
  }));
}

/** The plugins with an entity more in one of them. */
export function withEntity(sources: readonly PluginSource[], plugin: string, declaration: Editable): readonly PluginSource[] {
  return sources.map((source) =>
    source.folder !== plugin
      ? source
      : {
          ...source,
          files: [...source.files, { path: `${plugin}/entities/${declaration.name}.json`, role: 'entity', text: JSON.stringify(declaration, null, 2) }],
        },
  );
}

/** The plugins without one file. */
export function withoutFile(sources: readonly PluginSource[], path: string): readonly PluginSource[] {
  return sources.map((source) => ({ ...source, files: source.files.filter((file) => !file.path.endsWith(path)) }));
}
