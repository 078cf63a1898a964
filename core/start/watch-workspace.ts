import { listen, type Listener } from '../data/listen.js';
import { formatProblems } from '../definitions/format-problems.js';
import type { Model } from '../definitions/model.js';
import type { PluginSource } from '../definitions/source.js';
import type { UserBook } from '../identity/user-book.js';
import type { Logger } from '../kernel/logger.js';
import type { Platform } from '../records/platform.js';
import { compileWith } from '../workspace/compile-with.js';
import { headNumber, headRevision } from '../workspace/read-revision.js';
import { workspaceChannel } from '../workspace/workspace-channel.js';
import type { WorkspaceState } from '../workspace/workspace-door.js';
import type { LivePlatform } from './live-platform.js';
import type { Settlement } from './settle-workspace.js';

/** What the watch works with. */
export interface Watched {
  readonly url: string;
  readonly live: LivePlatform;
  readonly users: UserBook;
  /** All plugins but the workspace, as this process read them. */
  readonly plugins: readonly PluginSource[];
  /** That the process was started with. */
  readonly revision: number;
  /** Does what is still to be done for a revision. */
  settle(head: { readonly model: Model; readonly revision: number }): Promise<Settlement>;
  readonly log: Logger;
}

const lookEveryMilliseconds = 1000;
const makeUpEveryMilliseconds = 10_000;

/**
 * Takes each new revision of the workspace over while everything goes on: told by PostgreSQL, and looked for each second in case that was missed.
 * A revision of which this process cannot make the model that the database has is passed over, and the one before kept.
 */
export class WorkspaceWatch {
  private readonly followers: ((platform: Platform) => Promise<void>)[] = [];
  private inForce: number;
  private seen: number;
  private refused: number | null = null;
  private looking: Promise<void> | null = null;
  private isSettling = false;
  /** When it is tried again to make up what the revision in force has left to do. */
  private owedAt = Number.POSITIVE_INFINITY;
  private listener: Listener | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly watched: Watched) {
    this.inForce = watched.revision;
    this.seen = watched.revision;
  }

  /** Told of each platform that is taken over, before the next is looked for. */
  follow(follower: (platform: Platform) => Promise<void>): void {
    this.followers.push(follower);
  }

  async start(): Promise<void> {
    const look = (): void => void this.look().catch((error: unknown) => this.watched.log.warn({ err: error }, 'workspace: could not be looked at'));
    this.listener = await listen(this.watched.url, workspaceChannel, look);
    this.timer = setInterval(look, lookEveryMilliseconds).unref();
  }

  async close(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.listener?.close();
    // Rows may take long, and whoever starts next goes on with them.
    if (!this.isSettling) await this.looking?.catch(() => undefined);
  }

  state(): WorkspaceState {
    return { revision: this.inForce, refused: this.refused };
  }

  /** Whether there is a revision that this process has not looked at; it then does. */
  async isBehind(): Promise<boolean> {
    if ((await headNumber(this.watched.live.current().database)) === this.seen) return false;
    void this.look().catch(() => undefined);
    return true;
  }

  /** Takes over what there is now; when it resolves, that is done. */
  async look(): Promise<void> {
    while (this.looking !== null) await this.looking.catch(() => undefined);
    this.looking = this.takeOver();
    await this.looking.finally(() => {
      this.looking = null;
    });
  }

  private async takeOver(): Promise<void> {
    const { live, users, plugins, log } = this.watched;
    if ((await headNumber(live.current().database)) === this.seen) return this.makeUp();
    const head = await headRevision(live.current().database);
    const compiled = compileWith(plugins, head.files);
    if (compiled.kind === 'problems') return this.refuse(head.revision, formatProblems(compiled.problems, process.cwd()));
    if (compiled.model.hash !== head.modelHash) return this.refuse(head.revision, 'the plugins of this process are not those that it was made beside');
    // Rows that are still being filled would look empty under the new model.
    const settlement = await this.settle(compiled.model, head.revision);
    if (settlement.kind === 'later') return;
    if (settlement.kind === 'moved') return this.takeOver();
    const platform = await live.adopt(compiled.model);
    users.forget();
    for (const follower of this.followers) await follower(platform);
    [this.inForce, this.seen, this.refused] = [head.revision, head.revision, null];
    log.info({ revision: head.revision }, 'the workspace is taken over');
    this.owe(settlement);
  }

  private async makeUp(): Promise<void> {
    if (performance.now() < this.owedAt || this.refused !== null) return;
    this.owe(await this.settle(this.watched.live.current().model, this.inForce));
  }

  private owe(settlement: Settlement): void {
    const isOwed = settlement.kind !== 'done';
    this.owedAt = isOwed ? performance.now() + makeUpEveryMilliseconds : Number.POSITIVE_INFINITY;
    if (settlement.kind !== 'owed' || settlement.failure === null) return;
    this.watched.log.error(
      { revision: this.inForce, failure: settlement.failure },
      'the database does not keep yet all that the workspace declares; it is tried again, mend what stands against it',
    );
  }

  private async settle(model: Model, revision: number): Promise<Settlement> {
    this.isSettling = true;
    return this.watched.settle({ model, revision }).finally(() => {
      this.isSettling = false;
    });
  }

  private refuse(revision: number, why: string): void {
    [this.seen, this.refused] = [revision, revision];
    this.watched.log.error({ revision, kept: this.inForce }, `the workspace cannot be taken over, and the revision before is kept: ${why}`);
  }
}
