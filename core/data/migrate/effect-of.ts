import type { PlannedStep, StepKind } from './step.js';

/** What those notice who work meanwhile: nothing, a moment of waiting, a table that nobody can use until it is rewritten, or values that are gone. */
export type Effect = 'online' | 'brief-lock' | 'rewrite' | 'destructive';

/** The effect of a step on a database that is in use. */
export function effectOf(step: PlannedStep): Effect {
  if (step.kind === 'contract' || (step.risk === 'loses' && step.rows > 0)) return 'destructive';
  if (step.isOnline && step.onBigTable?.now.length === 0) return 'online';
  if (step.tableRows > 0 && isRewrite(step)) return 'rewrite';
  return 'brief-lock';
}

/** In words, for people. */
export const effectWords: Readonly<Record<Effect, string>> = {
  online: 'online',
  'brief-lock': 'needs a brief lock',
  rewrite: 'rewrites the table while nobody can use it',
  destructive: 'destructive',
};

const rewriting: ReadonlySet<StepKind> = new Set(['narrow-column', 'retype-column', 'add-search'] as const);

/** A longer text, or a number with more digits before the point, is stored as it was. */
function isRewrite({ kind, sql }: PlannedStep): boolean {
  return rewriting.has(kind) || (kind === 'widen-column' && !/ TYPE (?:text|character varying\(\d+\))$/u.test(sql[0] ?? ''));
}
