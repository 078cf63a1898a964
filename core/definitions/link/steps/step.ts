import type { StepDeclaration, Text } from '../../../../schemas/generated/types.js';
import type { Locale } from '../../../kernel/locale.js';
import type { CheckedExpression } from '../../expressions/checked.js';

/** Expressions by the name of what they fill. */
export type Expressions = ReadonlyMap<string, CheckedExpression>;

/** What is said to people, an expression a language. */
export type Saying = { readonly [Language in Locale]: CheckedExpression };

/** Lines made of the elements of a list; one line when there is no list. */
export interface StepLines {
  readonly field: string;
  readonly each: CheckedExpression | null;
  readonly as: string;
  readonly when: CheckedExpression | null;
  readonly fields: Expressions;
}

interface Common {
  /** Variable under which later steps read what came of it. */
  readonly name: string | null;
  readonly when: CheckedExpression | null;
  /** Whether a run goes on when the step has failed for good. */
  readonly goesOn: boolean;
}

/** A step of a transition or workflow, linked: what it names exists, its expressions are checked. */
export type Step = Common &
  (
    | { readonly kind: 'create'; readonly entity: string; readonly fields: Expressions; readonly lines: readonly StepLines[] }
    | {
        readonly kind: 'convert';
        readonly entity: string;
        readonly of: CheckedExpression | null;
        readonly fields: Expressions;
        readonly lines: readonly StepLines[];
      }
    | { readonly kind: 'amend'; readonly entity: string; readonly fields: Expressions }
    | {
        readonly kind: 'update';
        readonly entity: string;
        readonly record: CheckedExpression | null;
        readonly fields: Expressions;
        readonly lines: readonly StepLines[];
      }
    | { readonly kind: 'let'; readonly value: CheckedExpression }
    | {
        readonly kind: 'find';
        readonly entity: string;
        readonly where: CheckedExpression | null;
        readonly sort: readonly [field: string, direction: 'ASC' | 'DESC'];
        readonly all: boolean;
        readonly lock: boolean;
      }
    | {
        readonly kind: 'transition';
        readonly entity: string;
        readonly record: CheckedExpression | null;
        readonly transition: string;
        readonly input: Expressions;
      }
    | {
        readonly kind: 'post';
        readonly ledger: string;
        /** The record that posts; null for the one that the steps are about. */
        readonly of: CheckedExpression | null;
        /** The step's condition, asked of each element. */
        readonly only: CheckedExpression | null;
        readonly each: CheckedExpression | null;
        readonly as: string;
        readonly date: CheckedExpression | null;
        readonly dimensions: Expressions;
        readonly measures: Expressions;
        /** Null without a second entry. */
        readonly counter: Expressions | null;
        readonly for: CheckedExpression | null;
      }
    | { readonly kind: 'reverse'; readonly ledger: string | null; readonly of: CheckedExpression | null; readonly date: CheckedExpression | null }
    | { readonly kind: 'refuse'; readonly message: Text; readonly field: string | null }
    | { readonly kind: 'stop' }
    | { readonly kind: 'if'; readonly condition: CheckedExpression; readonly then: readonly Step[]; readonly else: readonly Step[] }
    | { readonly kind: 'for-each'; readonly each: CheckedExpression; readonly as: string; readonly steps: readonly Step[] }
    | { readonly kind: 'delay'; readonly until: CheckedExpression | null; readonly minutes: number | null }
    | {
        readonly kind: 'notify';
        readonly to: CheckedExpression;
        readonly title: Saying;
        readonly text: Saying | null;
        readonly about: CheckedExpression | null;
      }
    | { readonly kind: 'email'; readonly to: CheckedExpression; readonly subject: CheckedExpression; readonly text: CheckedExpression }
    | { readonly kind: 'call'; readonly handler: string; readonly input: Expressions }
  );

export type StepKind = StepDeclaration['step'];

/** The step of one kind. */
export type StepOf<Kind extends StepKind> = Extract<Step, { readonly kind: Kind }>;

/** A step without what all steps have in common. */
export type OwnStep = { readonly [Kind in StepKind]: Omit<StepOf<Kind>, 'name' | 'when' | 'goesOn'> }[StepKind];

/** What the step of one kind is in the language. */
export type StepDeclarationOf<Kind extends StepKind> = Extract<StepDeclaration, { readonly step: Kind }>;
