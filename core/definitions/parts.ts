import type { EntityDeclaration } from '../../schemas/generated/types.js';
import type { FieldTypeName } from './model.js';

/** What the platform must know of entities that plugins declare, without knowing the entities: the part that one plays, and the fields that the part needs. */
export type Part = NonNullable<EntityDeclaration['plays']>;

/** A field of a part. */
export interface PartField {
  readonly type: FieldTypeName;
  /** Of a reference: the part that its entity plays; any entity when unsaid. */
  readonly plays?: Part;
  /** Of a reference: its entity, where that is known. */
  readonly entity?: string;
  /** The part can be played without it. */
  readonly isOptional?: true;
}

export const parts: Readonly<Record<Part, Readonly<Record<string, PartField>>>> = {
  company: { timeZone: { type: 'text' }, calendar: { type: 'reference', entity: 'core.calendar', isOptional: true } },
  unit: { category: { type: 'reference' }, factor: { type: 'decimal' }, decimals: { type: 'integer' } },
  currency: { decimals: { type: 'integer' } },
  'exchange-rate': {
    currency: { type: 'reference', plays: 'currency' },
    against: { type: 'reference', plays: 'currency' },
    company: { type: 'reference', plays: 'company' },
    rate: { type: 'decimal' },
  },
};

/** Keys of the parts whose records are valid from one day to another. */
export const datedParts: Partial<Record<Part, readonly string[]>> = { 'exchange-rate': ['currency', 'against', 'company'] };
