import type { Workflow } from '../../definitions/model.js';
import { UserError } from '../../kernel/user-error.js';
import { keepSecret } from '../../records/keep-secret.js';
import { readSecret } from '../../records/read-secret.js';
import type { StepInfo } from '../../sdk/index.js';
import { callerFor } from './caller-for.js';
import type { ClaimedStep } from './claimed-step.js';
import type { EngineContext } from './engine-context.js';

const mask = '***';

/** The secrets of one call: what the handler reads and writes, and what is not to be seen in what comes of it. */
export class CallSecrets {
  private readonly known = new Set<string>();

  constructor(
    private readonly engine: EngineContext,
    private readonly claimed: ClaimedStep,
    private readonly workflow: Workflow,
  ) {}

  /** What the handler is given of them. */
  readonly access: Pick<StepInfo, 'secret' | 'keepSecret'> = {
    secret: async (entity, id, field) => {
      const secret = await readSecret(this.engine.platform, { plugin: this.workflow.plugin, entity, id, field });
      this.remember(secret);
      return secret;
    },
    keepSecret: async (entity, id, field, secret) => {
      this.remember(secret);
      const { platform, database } = this.engine;
      const caller = await callerFor(this.engine, database, this.claimed, this.workflow);
      await keepSecret(platform, caller, { plugin: this.workflow.plugin, entity, id, field }, secret);
    },
  };

  /** JSON without them. */
  masked(json: unknown): unknown {
    if (typeof json === 'string') return this.maskedText(json);
    if (Array.isArray(json)) return json.map((one: unknown) => this.masked(one));
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, one]: [string, unknown]) => [this.maskedText(key), this.masked(one)]));
  }

  /** What was thrown, without them; a refusal of ours never holds one. */
  maskedError(error: unknown): unknown {
    return error instanceof UserError || this.known.size === 0 ? error : new Error(this.maskedText(error instanceof Error ? error.message : String(error)));
  }

  /** As it is kept: without the space around it. */
  private remember(secret: string | null): void {
    const kept = secret?.trim() ?? '';
    if (kept !== '') this.known.add(kept);
  }

  private maskedText(text: string): string {
    // The longest first, so that nothing is left of one that holds another.
    return [...this.known].toSorted((one, other) => other.length - one.length).reduce((left, secret) => left.replaceAll(secret, mask), text);
  }
}
