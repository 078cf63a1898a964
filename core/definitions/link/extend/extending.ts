import type { ParsedPlugin } from '../../parse/parsed-plugin.js';
import type { Place, Reporter } from '../../parse/reporter.js';
import type { EntityDraft } from '../entity-draft.js';
import type { StepOrigins } from '../steps/step-origins.js';

/** What every word of extensions works with. */
export interface Extending {
  /** Plugin whose extension it is. */
  readonly plugin: ParsedPlugin;
  readonly draft: EntityDraft;
  readonly reporter: Reporter;
  readonly workflows: WorkflowDrafts;
  readonly origins: StepOrigins;
}

/** Workflows on their way into the model, by id. */
export type WorkflowDrafts = Map<string, { readonly plugin: string; readonly declared: ParsedPlugin['workflows'][number] }>;

/** Where a declaration stands, for people. */
export function told(place: Place): string {
  return `${place.document.file.path}:${place.document.lineOf(place.pointer)}`;
}

export function idOf(plugin: ParsedPlugin): string {
  return plugin.plugin.declaration.id;
}
