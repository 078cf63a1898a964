import type { Executor } from '../../data/database.js';
import type { Workflow } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { systemCaller } from '../../kernel/system-caller.js';
import { settingsOf } from '../settings.js';
import type { EngineContext } from './engine-context.js';

/** What does not change while a batch is followed. */
export class RouterKnowledge {
  private readonly callers = new Map<string, Promise<Caller>>();
  private readonly settings = new Map<string, ReturnType<typeof settingsOf>>();

  constructor(
    private readonly engine: EngineContext,
    private readonly tx: Executor,
  ) {}

  callerOf(actor: string): Promise<Caller> {
    const caller = this.callers.get(actor) ?? this.engine.callerOf(this.tx, actor).then((found) => found ?? systemCaller());
    this.callers.set(actor, caller);
    return caller;
  }

  settingsOf(workflow: Workflow): ReturnType<typeof settingsOf> {
    const settings = this.settings.get(workflow.id) ?? settingsOf(this.tx, workflow);
    this.settings.set(workflow.id, settings);
    return settings;
  }
}
