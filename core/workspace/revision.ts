import type { WorkspaceFiles } from './workspace-files.js';

/** The workspace as it was once: its files, who made them so, when and why. Revision 0 is an installation without one. */
export interface Revision {
  readonly revision: number;
  /** The revision that it took the place of. */
  readonly base: number;
  readonly files: WorkspaceFiles;
  /** Of the model that came of it, beside the plugins of that time. */
  readonly modelHash: string;
  readonly author: string | null;
  readonly message: string | null;
  /** RFC 3339. */
  readonly at: string | null;
}

export const noRevision: Revision = { revision: 0, base: 0, files: new Map(), modelHash: '', author: null, message: null, at: null };
