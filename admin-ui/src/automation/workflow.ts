import type { MetaField } from '../../../schemas/generated/types.js';

/** A workflow with its switch and settings, as the server tells it. */
export interface Workflow {
  readonly id: string;
  readonly label: string;
  readonly description: string | null;
  readonly timing: 'inline' | 'background';
  readonly isEnabled: boolean;
  readonly triggers: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fields: readonly MetaField[];
  readonly running: number;
  readonly failed: number;
  readonly done: number;
  readonly nextAt: string | null;
}

/** The workflows in an answer; their whole form is the server's promise. */
export function workflowsIn(json: unknown): readonly Workflow[] {
  return Array.isArray(json) ? json.filter(isWorkflow) : [];
}

function isWorkflow(json: unknown): json is Workflow {
  return typeof json === 'object' && json !== null && 'id' in json && 'timing' in json && 'settings' in json && 'fields' in json;
}
