import type { Row } from '../data/database.js';
import type { Applied, Application } from './apply-workspace.js';
import type { WorkspacePlan } from './plan-workspace.js';
import type { Revision } from './revision.js';
import type { WorkspaceFiles } from './workspace-files.js';

/** What this process works with. */
export interface WorkspaceState {
  /** Revision in force. */
  readonly revision: number;
  /** A later one of which this process cannot make a model; null when there is none. */
  readonly refused: number | null;
}

/** The workspace as a running Trellis opens it to administrators. */
export interface WorkspaceDoor {
  state(): WorkspaceState;
  head(): Promise<Revision>;
  revisions(): Promise<readonly Row[]>;
  plan(files: WorkspaceFiles, allow: readonly string[]): Promise<WorkspacePlan>;
  /** When it resolves, this process works with the new revision. */
  apply(application: Application): Promise<Applied>;
}
