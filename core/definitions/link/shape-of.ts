import type { EnumField, FieldDeclaration, FormulaField, MultiEnumField, RollupField } from '../../../schemas/generated/types.js';
import type { Field, FieldTypeName } from '../model.js';
import type { EntityDraft } from './entity-draft.js';

/** What the values of a field look like. */
type Shape = Pick<Field, 'type' | 'scale' | 'options'>;

/** The shape of a declared field; a rollup has that of what it sums up. What is wrong with one is reported elsewhere. */
export function shapeOf(declaration: FieldDeclaration, drafts: ReadonlyMap<string, EntityDraft>): Shape {
  return shaped(declaration, drafts, new Set());
}

type Drafts = ReadonlyMap<string, EntityDraft>;

function shaped(declaration: FieldDeclaration, drafts: Drafts, seen: ReadonlySet<FieldDeclaration>): Shape {
  if (declaration.type === 'rollup') return seen.has(declaration) ? number : rollupShape(declaration, drafts, new Set([...seen, declaration]));
  const type = declaration.dataClass === 'secret' ? 'secret' : declaration.type === 'formula' ? declaration.result : declaration.type;
  const options = declaration.type === 'enum' || declaration.type === 'multi-enum' || declaration.type === 'formula' ? optionsOf(declaration) : noOptions;
  return { type, scale: scaleOf(type, declaration), options };
}

const noOptions: Field['options'] = new Map();
/** Stands where what is summed up is not known. */
const number: Shape = { type: 'decimal', scale: 4, options: noOptions };
const instant: Shape = { type: 'datetime', scale: null, options: noOptions };

function rollupShape(declaration: RollupField, drafts: Drafts, seen: ReadonlySet<FieldDeclaration>): Shape {
  if (declaration.entity === undefined) return ledgerShape(declaration, drafts);
  if (declaration.function === 'count') return { type: 'integer', scale: 0, options: noOptions };
  const summed = memberShape(drafts.get(declaration.entity), declaration.of ?? '', drafts, seen);
  return declaration.function === 'avg' && summed.type === 'integer' ? number : summed;
}

function ledgerShape({ ledger, measure }: RollupField, drafts: Drafts): Shape {
  const summed = drafts.get(ledger ?? '')?.fields.get(measure ?? '')?.declaration;
  return summed === undefined || summed.type === 'formula' || summed.type === 'rollup' ? number : shaped(summed, drafts, new Set());
}

function memberShape(draft: EntityDraft | undefined, name: string, drafts: Drafts, seen: ReadonlySet<FieldDeclaration>): Shape {
  if (name === 'createdAt' || name === 'updatedAt') return instant;
  if (name === 'state') return { type: 'enum', scale: null, options: optionsOf({ options: draft?.declaration.lifecycle?.states ?? {} }) };
  const member = draft?.fields.get(name)?.declaration;
  return member === undefined ? number : shaped(member, drafts, seen);
}

const standardScale: Partial<Record<FieldTypeName, number>> = { integer: 0, rating: 0, duration: 0, decimal: 4, money: 2, percent: 2, quantity: 3 };

function scaleOf(type: FieldTypeName, declaration: FieldDeclaration): number | null {
  const standard = standardScale[type];
  if (standard === undefined) return null;
  if (standard === 0) return 0;
  return 'scale' in declaration && declaration.scale !== undefined ? declaration.scale : declaration.type === 'formula' ? 2 : standard;
}

function optionsOf({ options = {} }: Pick<FormulaField | EnumField | MultiEnumField, 'options'>): Field['options'] {
  return new Map(Object.entries(options).map(([key, option]) => [key, { label: option.label, color: option.color ?? null }]));
}
