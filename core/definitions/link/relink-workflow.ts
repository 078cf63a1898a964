import type { Model, Workflow } from '../model.js';
import { declarationSchemas } from '../parse/declaration-schemas.js';
import { parseDocument } from '../parse/json-document.js';
import { Reporter } from '../parse/reporter.js';
import type { Problem } from '../problem.js';
import { linkWorkflow } from './link-workflows.js';
import type { Linking } from './linking.js';

export type Relinked = { readonly kind: 'workflow'; readonly workflow: Workflow } | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A workflow as it was declared once, against the model of today. */
export function relinkWorkflow(model: Model, id: string, text: string): Relinked {
  const { document, problems } = parseDocument({ path: id, role: 'workflow', text });
  const declaration = document?.value;
  const validate = declarationSchemas().workflow;
  if (document === null || !validate(declaration)) return { kind: 'problems', problems };
  const reporter = new Reporter();
  const everyPlugin = model.plugins.map((plugin) => plugin.id);
  const linking: Linking = {
    reporter,
    drafts: new Map(),
    skeletons: model.entities,
    handlers: new Map(),
    origins: new Map(),
    companies: new Map(),
    dependencies: new Map(everyPlugin.map((plugin) => [plugin, [...everyPlugin, 'core']])),
  };
  const workflow = linkWorkflow(id, id.split('.')[0] ?? '', { declaration, place: { document, pointer: '' } }, linking);
  // A run goes on by what held when it began, when nothing was known of companies.
  const wrong = reporter.problems.filter(({ code }) => code !== 'value.across-companies');
  return wrong.length > 0 ? { kind: 'problems', problems: wrong } : { kind: 'workflow', workflow };
}
