import type {
  ConversionDeclaration,
  CheckDeclaration,
  DatedDeclaration,
  DatedFetchDeclaration,
  ExchangeDeclaration,
  FieldDeclaration,
  Grant,
  Icon,
  PluginDeclaration,
  RoleDeclaration,
  StateDeclaration,
  Text,
  TransitionDeclaration,
  UniqueDeclaration,
} from '../../schemas/generated/types.js';
import type { ConstraintDeclaration, WorkflowDeclaration } from '../../schemas/generated/types.js';
import type { CheckedExpression } from './expressions/checked.js';
import type { FieldConditions } from './field-conditions.js';
import type { Expressions, Step } from './link/steps/step.js';
import type { NoOverlap } from './no-overlap.js';
import type { QuerySource } from './query-source.js';
import type { DataMigration } from './data-migration.js';
import type { Part } from './parts.js';

/** Everything that all plugins declare, validated, linked and frozen. Compiled once, shared by reference. */
export interface Model {
  /** In order of dependency. */
  readonly plugins: readonly ModelPlugin[];
  /** By id (`crm.lead`), in order of the menu. */
  readonly entities: ReadonlyMap<string, Entity>;
  /** By path (`crm/leads`). */
  readonly paths: ReadonlyMap<string, Entity>;
  /** By a path that they had before; the API answers there too. */
  readonly formerPaths: ReadonlyMap<string, Entity>;
  /** By id (`crm.salesperson`). */
  readonly roles: ReadonlyMap<string, Role>;
  /** By id (`crm.lead-follow-up`). */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** By entity, a space, and name (`sales.order deliver`). */
  readonly conversions: ReadonlyMap<string, Conversion>;
  /** Entities that the platform knows by the part they play. */
  readonly played: ReadonlyMap<Part, Entity>;
  /** Values that follow from other records, in an order in which each comes after those it reads. */
  readonly derivations: readonly Derivation[];
  /** What becomes of records that are there, in the order in which it runs. */
  readonly migrations: readonly DataMigration[];
  /** Changes when anything in it does. */
  readonly hash: string;
}

export interface ModelPlugin {
  readonly id: string;
  readonly folder: string;
  readonly declaration: PluginDeclaration;
}

export interface Role {
  readonly id: string;
  readonly plugin: string;
  readonly declaration: RoleDeclaration;
  readonly grants: readonly ModelGrant[];
}

/** A grant with its rule checked against the entity. Roles made in the browser are compiled to the same. */
export interface ModelGrant {
  readonly declaration: Grant;
  readonly where: CheckedExpression | null;
  /** The same for a user who does not work for every company. */
  readonly bounded: CheckedExpression | null;
}

/** `balance` is what a ledger's balances are shown as; nobody declares it by itself. */
export type EntityKind = 'record' | 'document' | 'line' | 'ledger' | 'balance' | 'settings' | 'query';

export interface Entity {
  /** `crm.lead` */
  readonly id: string;
  readonly plugin: string;
  readonly name: string;
  readonly kind: EntityKind;
  /** `crm/leads`, also of lines (which have no endpoint of their own). */
  readonly path: string;
  /** `crm_lead` */
  readonly table: string;
  /** Ids that it had before, the latest first. */
  readonly formerIds: readonly string[];
  /** Paths that it had before. */
  readonly formerPaths: readonly string[];
  readonly label: Text;
  readonly labelPlural: Text;
  readonly description: Text | null;
  readonly icon: Icon;
  readonly menu: boolean;
  readonly order: number;
  /** Over the record's own fields; gives text. */
  readonly title: CheckedExpression;
  /** By name, declared order, extensions after; system fields (id, state, createdAt …) last. */
  readonly fields: ReadonlyMap<string, Field>;
  /** Formulas that are computed at each save, in an order in which each comes after those it reads; derived ones are not among them. */
  readonly formulas: readonly Field[];
  /** Fields with a default expression, each after those that it reads. */
  readonly defaults: readonly Field[];
  readonly lifecycle: Lifecycle | null;
  /** Of a line: who owns it. */
  readonly parent: { readonly entity: string; readonly field: string } | null;
  readonly ledger: Ledger | null;
  /** Where its records are somebody's to do. */
  readonly agenda: { readonly owner: string; readonly due: string; readonly open: CheckedExpression | null } | null;
  /** Of balances: the ledger that they are of. */
  readonly balanceOf: string | null;
  /** Settings only: the reference field of which each value has one record. */
  readonly scope: string | null;
  /** What the platform takes its records for. */
  readonly plays: Part | null;
  /** Where records lie within each other: the reference to the one above, and how deep they may. */
  readonly tree: { readonly parent: string; readonly maxDepth: number } | null;
  /** Path to the company that a record belongs to; null where it belongs to none. Lines belong where their owner does. */
  readonly company: readonly string[] | null;
  /** Rows of companies that the user works for, and of none. */
  readonly companyRule: CheckedExpression | null;
  readonly unique: ReadonlyMap<string, UniqueDeclaration>;
  readonly indexes: ReadonlyMap<string, readonly string[]>;
  readonly checks: ReadonlyMap<string, Check>;
  readonly noOverlap: ReadonlyMap<string, NoOverlap>;
  readonly dated: DatedDeclaration | null;
  /** Amounts are in a currency of the record's own; the names are those of its fields. */
  readonly exchange: ExchangeDeclaration | null;
  readonly query: QuerySource | null;
  readonly view: View;
}

export interface Check {
  readonly declaration: CheckDeclaration;
  readonly expression: CheckedExpression;
}

/**
 * Types of values. A formula has the type of its result here, a rollup that of its measure; `declaration.type` tells that it is one.
 * `id` is the key of the record itself, `state` its place in the lifecycle, `secret` a text of that data class.
 */
export type FieldTypeName = Exclude<FieldDeclaration['type'], 'formula' | 'rollup'> | 'id' | 'state' | 'secret';

export interface Field {
  readonly name: string;
  /** snake_case, followed by the type where values are converted; the join table's name for many-to-many; empty for lines. */
  readonly column: string;
  readonly type: FieldTypeName;
  /** Plugin that declared it; differs from the entity's for extensions. */
  readonly plugin: string;
  /** As written; null for system fields. */
  readonly declaration: FieldDeclaration | null;
  readonly label: Text;
  readonly help: Text | null;
  /** Always; the column is never empty. Where a condition decides, `conditions` says it. */
  readonly required: boolean;
  readonly conditions: FieldConditions;
  /** No form shows it. */
  readonly isHidden: boolean;
  /** id, state, version, createdAt, createdBy, updatedAt, updatedBy; of lines: id, parent, position. */
  readonly isSystem: boolean;
  /** A formula, a rollup or a sequence: never written from outside. */
  readonly isComputed: boolean;
  readonly readOnly: boolean;
  readonly setOnce: boolean;
  readonly unique: boolean;
  /** Fields that the value is unique together with; empty when on its own. */
  readonly uniqueWith: readonly string[];
  readonly placeholder: Text | null;
  /** Of a value that is not ordinary: about a person, or secret. */
  readonly dataClass: 'personal' | 'secret' | null;
  /** Copied when the record is duplicated. */
  readonly isCopied: boolean;
  readonly search: 'A' | 'B' | 'C' | null;
  /** Digits after the point of a number; 0 for integers, null for other types. */
  readonly scale: number | null;
  /** Entity id that a reference, many-to-many or lines field points to. */
  readonly target: string | null;
  /** Of a reference to any of several entities: the references that it consists of. */
  readonly members?: readonly Member[];
  /** Of such a reference: the field that it belongs to, which alone is written. */
  readonly partOf?: string;
  readonly formula: CheckedExpression | null;
  /** What a rollup over records or lines sums up; null of one over a ledger too. */
  readonly rollup: RecordRollup | null;
  /** Follows from other records, so that the database keeps it and no save does. */
  readonly isDerived: boolean;
  readonly defaultExpression: CheckedExpression | null;
  /** Constant default in wire form (decimals as strings); undefined when there is none. */
  readonly defaultValue?: string | number | boolean | null;
  /** How values of the type that it had before become values of its type; `old` is the old one. */
  readonly conversion?: { readonly from: FieldTypeName; readonly expression: CheckedExpression };
  /** Value for rows that are there when it comes: a constant in wire form, or an expression over the record. */
  readonly backfill?: string | number | boolean | CheckedExpression;
  /** Path through a reference that fills the field in, for instance ['product', 'price']. */
  readonly fetch: readonly string[] | null;
  /** The value that is valid on a day, before what `fetch` gives. */
  readonly fetchDated: DatedFetchDeclaration | null;
  /** Of an amount in the currency of the company: the amount of the record that it holds, and the total that it is a part of, `parent.…` of lines. */
  readonly converts: { readonly source: string; readonly addsUpTo: string | null } | null;
  /** Of a quantity in its own unit: the quantity of the record that it holds. */
  readonly convertsQuantity: string | null;
  /** Options of an enum, states of a lifecycle; by key, in order. */
  readonly options: ReadonlyMap<string, { readonly label: Text; readonly color: string | null }>;
}

/** One of the references that a reference to any of several entities consists of. */
export interface Member {
  /** Name of the reference, a field of the same record. */
  readonly field: string;
  readonly entity: string;
  /** Ids that the entity had before. */
  readonly formerIds: readonly string[];
}

/** Records or lines that refer to one record, summed up for it. */
export interface RecordRollup {
  readonly entity: string;
  /** Its reference to the record; `parent` of lines. */
  readonly reference: string;
  readonly function: 'sum' | 'count' | 'min' | 'max' | 'avg' | 'latest';
  /** Null counts. */
  readonly of: string | null;
  /** Over one of them. */
  readonly where: CheckedExpression | null;
  /** Of the latest: what tells which it is; null for the one made last. */
  readonly by: string | null;
  readonly isSubtree: boolean;
}

/** A stored value that follows from other records, with all that it reads. */
export interface Derivation {
  readonly entity: string;
  readonly field: string;
  /** From 1; higher than that of everything it reads. */
  readonly rank: number;
  readonly sources: readonly Source[];
}

/** Where a derived value looks. */
export type Source =
  /** Fields of the record itself. */
  | { readonly kind: 'own'; readonly field: string }
  /** A field of the record to which a path of references leads. */
  | { readonly kind: 'through'; readonly path: readonly string[]; readonly entity: string; readonly field: string }
  /** Fields of the records or lines that refer to the record, or of all below it. */
  | { readonly kind: 'rows'; readonly entity: string; readonly reference: string; readonly fields: readonly string[]; readonly isSubtree: boolean };

export interface Lifecycle {
  readonly initial: string;
  readonly states: ReadonlyMap<string, State>;
  readonly transitions: ReadonlyMap<string, Transition>;
}

export interface State {
  readonly name: string;
  readonly declaration: StateDeclaration;
  readonly isFrozen: boolean;
}

export interface Transition {
  readonly name: string;
  readonly declaration: TransitionDeclaration;
  /** All must hold. */
  readonly guards: readonly Guard[];
  readonly set: ReadonlyMap<string, CheckedExpression>;
  /** What is asked when it runs, by name. */
  readonly input: ReadonlyMap<string, Field>;
  /** Fields of the record that are asked when it runs, and kept. */
  readonly asks: ReadonlyMap<string, Asked>;
  readonly steps: readonly Step[];
}

/** A condition of a transition: its own, or one that an extension adds. */
export interface Guard {
  readonly expression: CheckedExpression;
  /** What is said when it refuses. */
  readonly message: Text | null;
}

/** A field that a transition asks for. */
export interface Asked {
  readonly field: Field;
  /** Asked each time, whatever it says; otherwise only where it is empty. */
  readonly isReason: boolean;
}

/** What a ledger counts, and how its balances are kept. Names are those of its fields. */
export interface Ledger {
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
  /** Id of the entity that shows the balances. */
  readonly balance: string;
  /** Over one balance row. */
  readonly constraints: ReadonlyMap<string, LedgerConstraint>;
  readonly zeroSum: readonly string[];
  readonly valuation: { readonly quantity: string; readonly value: string } | null;
}

/** What must hold of every balance. */
export interface LedgerConstraint {
  readonly declaration: ConstraintDeclaration;
  readonly expression: CheckedExpression;
}

/** How a document becomes another; its action is a transition of the record of that name. */
export interface Conversion {
  readonly plugin: string;
  readonly name: string;
  readonly declaration: ConversionDeclaration;
  /** Id of what is converted. */
  readonly entity: string;
  /** Id of what is made. */
  readonly target: string;
  /** States of what is made in which it holds nothing. */
  readonly released: readonly string[];
  readonly fields: Expressions;
  readonly lines: ConversionLines | null;
}

/** Names are those of fields. */
export interface ConversionLines {
  readonly from: string;
  readonly to: string;
  /** Ids of the two kinds of lines. */
  readonly line: string;
  readonly targetLine: string;
  /** Of the line that is made: what it came of. */
  readonly source: string;
  readonly quantity: { readonly from: string; readonly to: string; readonly counts: string; readonly done: string };
  readonly when: CheckedExpression | null;
  readonly fields: Expressions;
}

/** What happens by itself. */
export interface Workflow {
  readonly id: string;
  readonly plugin: string;
  readonly declaration: WorkflowDeclaration;
  /** Entity of the records whose events start it; null when only schedules do. */
  readonly entity: string | null;
  readonly triggers: readonly Trigger[];
  readonly while: CheckedExpression | null;
  readonly settings: ReadonlyMap<string, Field>;
  readonly steps: readonly Step[];
}

export type Trigger =
  | {
      readonly kind: 'created' | 'updated' | 'deleted' | 'transition';
      /** Of an update: fields of which one differs; empty for any. */
      readonly fields: readonly string[];
      /** Of a transition: names; empty for any. */
      readonly transitions: readonly string[];
      readonly when: CheckedExpression | null;
    }
  | {
      readonly kind: 'schedule';
      readonly cron: string;
      readonly timeZone: string | null;
      readonly missed: 'last' | 'skip' | 'all';
      /** Of a schedule for each record: for which. */
      readonly when: CheckedExpression | null;
    };

export interface View {
  readonly columns: readonly string[];
  readonly filters: readonly string[];
  readonly sort: readonly [field: string, direction: 'ASC' | 'DESC'];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly key: string;
  readonly label: Text | null;
  readonly places: readonly { readonly field: string; readonly width: number }[];
}
