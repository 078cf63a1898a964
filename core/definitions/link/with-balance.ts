import type { EntityDeclaration, FieldDeclaration } from '../../../schemas/generated/types.js';
import type { Declared } from '../parse/parsed-plugin.js';
import { below } from '../parse/reporter.js';

/** An entity as declared, or the balances of a ledger, which are an entity too. */
export interface DeclaredEntity extends Declared<EntityDeclaration> {
  /** Name of the ledger. */
  readonly balanceOf: string | null;
}

/** The entity, followed by its balances when it is a ledger. */
export function withBalance({ declaration, place }: Declared<EntityDeclaration>): readonly DeclaredEntity[] {
  const { ledger } = declaration;
  if (declaration.kind !== 'ledger' || ledger === undefined) return [{ declaration, place, balanceOf: null }];
  const measures = new Set<string>(ledger.measures);
  const fields = Object.fromEntries(Object.entries(declaration.fields).map(([name, field]) => [name, measures.has(name) ? counted(field) : field]));
  const kept = [...ledger.dimensions, ...ledger.measures].flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]] as const]));
  const { fields: formulas = {}, name, plural, label, labelPlural, title, ...rest } = ledger.balance;
  const balance: EntityDeclaration = {
    ...rest,
    kind: 'ledger',
    name,
    plural,
    label,
    labelPlural,
    title,
    fields: { ...Object.fromEntries(kept), ...formulas },
    unique: { place: { fields: ledger.dimensions } },
    ...(declaration.company === undefined ? {} : { company: declaration.company }),
  };
  return [
    { declaration: { ...declaration, fields }, place, balanceOf: null },
    { declaration: balance, place: below(place, 'ledger', 'balance'), balanceOf: declaration.name },
  ];
}

/** What is added up is never empty. */
function counted(field: FieldDeclaration): FieldDeclaration {
  return field.type === 'decimal' || field.type === 'money' || field.type === 'quantity' || field.type === 'integer' || field.type === 'percent'
    ? { ...field, required: true, default: '0' }
    : field;
}
