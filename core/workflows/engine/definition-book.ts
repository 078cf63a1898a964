import { createHash } from 'node:crypto';
import type { WorkflowDeclaration } from '../../../schemas/generated/types.js';
import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import { relinkWorkflow } from '../../definitions/link/relink-workflow.js';
import type { Model, Workflow } from '../../definitions/model.js';

/** Definitions by the hash of their text: a run ends by the one it began with, whatever has been declared since. */
export class DefinitionBook {
  private readonly known = new Map<string, Workflow>();
  private readonly hashes = new Map<string, string>();

  constructor(private readonly model: Model) {
    for (const workflow of model.workflows.values()) {
      const hash = hashOf(workflow.declaration);
      this.known.set(hash, workflow);
      this.hashes.set(workflow.id, hash);
    }
  }

  /** The hash of a workflow as it is declared now. */
  hashOf(workflow: Workflow): string {
    return this.hashes.get(workflow.id) ?? hashOf(workflow.declaration);
  }

  /** The definition of a hash. Throws UnfitDefinition when what it names is not there any more. */
  async find(executor: Executor, hash: string): Promise<Workflow> {
    const known = this.known.get(hash);
    if (known !== undefined) return known;
    const [row] = await executor.rows(sql`SELECT workflow, body::text AS body FROM trellis_definition WHERE hash = ${value(hash, 'text')}`);
    if (row === undefined) throw new UnfitDefinition('its definition is not kept');
    const linked = relinkWorkflow(this.model, String(row['workflow']), String(row['body']));
    if (linked.kind === 'problems')
      throw new UnfitDefinition(linked.problems.map(({ pointer, found, expected }) => `${pointer}: ${found}, expected ${expected}`).join('; '));
    this.known.set(hash, linked.workflow);
    return linked.workflow;
  }

  /** Keeps what is declared now, so that runs can be finished by it later. */
  async keep(executor: Executor): Promise<void> {
    for (const workflow of this.model.workflows.values()) {
      const { declaration, id } = workflow;
      await executor.rows(sql`
        INSERT INTO trellis_workflow (id, is_enabled) VALUES (${value(id, 'text')}, ${value(declaration.enabled ?? true, 'boolean')}) ON CONFLICT DO NOTHING`);
      if (declaration.timing === 'background')
        await executor.rows(sql`
          INSERT INTO trellis_definition (hash, workflow, body) VALUES (${value(this.hashOf(workflow), 'text')}, ${value(id, 'text')}, ${value(JSON.stringify(declaration), 'jsonb')}) ON CONFLICT DO NOTHING`);
    }
  }
}

/** A run's definition names what the plugins do not have any more. */
export class UnfitDefinition extends Error {
  override readonly name = 'UnfitDefinition';
}

function hashOf(declaration: WorkflowDeclaration): string {
  return createHash('sha256').update(canonical(declaration)).digest('hex');
}

/** JSON with sorted keys, so that the order in which a file is written changes nothing. */
function canonical(json: unknown): string {
  return JSON.stringify(json, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
