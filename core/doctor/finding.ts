import type { Connection } from '../data/connect.js';
import type { Executor } from '../data/database.js';
import type { SystemStep } from '../data/system-step.js';
import type { Model } from '../definitions/model.js';

/** Something that the doctor saw. */
export interface Finding {
  readonly code: string;
  /** `wrong`: an invariant is broken. `warning`: somebody should look. `note`: how it is. */
  readonly kind: 'wrong' | 'warning' | 'note';
  /** Table, record or thing, as precisely as it is known. */
  readonly where: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** What is examined. */
export interface Patient {
  readonly model: Model;
  /** As the role that owns the tables. */
  readonly owner: Connection;
  /** One read-only transaction of the owner, so that all of a check is seen at one moment. */
  readonly tx: Executor;
  /** The role that Trellis runs as. */
  readonly runTimeRole: string;
  /** Of the platform itself. */
  readonly systemSteps: readonly SystemStep[];
}

/** One check: gives what is wrong, nothing when all is well. */
export interface Check {
  readonly name: string;
  /** What holds when nothing is found, for people. */
  readonly holds: string;
  look(patient: Patient): Promise<readonly Finding[]>;
}

/** Rows that a check tells at most, of each table; a broken installation is not read to the end. */
export const mostTold = 20;
