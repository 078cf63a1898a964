/** The texts of one plugin, read but not yet understood. */
export interface PluginSource {
  /** Folder name, the expected plugin id. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
  /** Steps that the plugin's own TypeScript gives, by name; unsaid where that is not known. */
  readonly handlers?: readonly string[];
}

export interface SourceFile {
  /** Path for messages. */
  readonly path: string;
  /** What the folder makes of it. */
  readonly role: 'plugin' | 'entity' | 'extension' | 'role' | 'view' | 'workflow' | 'conversion' | 'migration' | 'unknown';
  readonly text: string;
}
