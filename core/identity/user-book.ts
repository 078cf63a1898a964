import { createHash } from 'node:crypto';
import type { Database } from '../data/database.js';
import type { Model } from '../definitions/model.js';
import { userOfKey } from './api-key.js';
import { loadUser, type KnownUser } from './load-caller.js';
import { userOfSession } from './session.js';

/** What a request shows of who sends it. */
export type Proof = { readonly kind: 'session' | 'api-key'; readonly token: string };

/** Tells whether announcements of changed rights reach this process at the moment. */
export interface Attention {
  /** False while a change may have gone unheard or is not yet taken over; then nothing remembered is used. */
  isListening(): boolean;
  /** Resolves when the changes heard so far are taken over. */
  settled(): Promise<void>;
}

interface Remembered {
  readonly user: KnownUser;
  readonly until: number;
}

const rememberedForMilliseconds = 60_000;
const mostRemembered = 10_000;

/** Knows users by their session or key. Remembered answers cost no statement; an announced change of rights empties the memory. */
export class UserBook {
  private memory = new Map<string, Remembered>();

  constructor(
    private readonly database: Database,
    private readonly attention: Attention,
    private readonly model: () => Model,
  ) {}

  async userOf(proof: Proof): Promise<KnownUser | null> {
    const key = createHash('sha256').update(proof.kind).update(proof.token).digest('base64');
    const known = this.memory.get(key);
    if (known !== undefined && known.until > Date.now() && this.attention.isListening()) return known.user;
    await this.attention.settled();
    const memory = this.memory;
    const userId = proof.kind === 'session' ? await userOfSession(this.database, proof.token) : await userOfKey(this.database, proof.token);
    const user = userId === null ? null : await loadUser(this.database, userId, this.model());
    // A change announced meanwhile has replaced the memory, so this answer is not kept.
    if (user !== null && memory.size < mostRemembered) memory.set(key, { user, until: Date.now() + rememberedForMilliseconds });
    return user;
  }

  forget(): void {
    this.memory = new Map();
  }
}
