/** The texts of one plugin, read but not yet understood. */
export interface PluginSource {
  /** Folder name, the expected plugin id. */
  readonly folder: string;
  readonly files: readonly SourceFile[];
}

export interface SourceFile {
  /** Path for messages. */
  readonly path: string;
  /** What the folder makes of it. */
  readonly role: 'plugin' | 'entity' | 'extension' | 'role' | 'view' | 'workflow' | 'conversion' | 'migration' | 'unknown';
  readonly text: string;
}
