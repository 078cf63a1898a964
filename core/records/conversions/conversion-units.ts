import type { Entity, Field, Model } from '../../definitions/model.js';
import type { CountingConversion } from './conversions-of.js';

/** Where the units of the two quantities of a conversion stand: paths from the line that is taken of, and from the line that is made. */
export interface ConversionUnits {
  readonly unit: Entity;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** From the line that is made, of what counts of it: `to` unless that says a unit of its own. */
  readonly counts: readonly string[];
  /** From either line, what it is counted in where it has no unit: that of the quantity which it is converted into, if there is one. */
  readonly bare: { readonly from: readonly string[] | null; readonly to: readonly string[] | null };
}

/** Null where one of the quantities says no unit: then both are counted alike. */
export function unitsOf(model: Model, { lines }: Pick<CountingConversion, 'lines'>): ConversionUnits | null {
  const unit = model.played.get('unit');
  const from = pathIn(model, lines.line, lines.quantity.from, unit);
  const to = pathIn(model, lines.targetLine, lines.quantity.to, unit);
  const counts = pathIn(model, lines.targetLine, lines.quantity.counts, unit) ?? to;
  const bare = { from: convertedPath(model, lines.line, lines.quantity.from, unit), to: convertedPath(model, lines.targetLine, lines.quantity.to, unit) };
  return unit === undefined || from === null || to === null || counts === null ? null : { unit, from, to, counts, bare };
}

/** What is asked of a line is in the unit of the line. */
export function askedQuantity(model: Model, conversion: Pick<CountingConversion, 'lines'>): { readonly entity: string; readonly field: string } {
  const { line, targetLine, quantity } = conversion.lines;
  return unitsOf(model, conversion) === null ? { entity: targetLine, field: quantity.to } : { entity: line, field: quantity.from };
}

function pathIn(model: Model, id: string, name: string, unit: Entity | undefined): readonly string[] | null {
  const entity = model.entities.get(id);
  const path = unitPath(entity?.fields.get(name));
  const end = path?.reduce<Entity | undefined>((at, step) => model.entities.get(at?.fields.get(step)?.target ?? ''), entity);
  return path === null || end === undefined || end !== unit ? null : path;
}

function convertedPath(model: Model, id: string, name: string, unit: Entity | undefined): readonly string[] | null {
  const holder = [...(model.entities.get(id)?.fields.values() ?? [])].find(({ convertsQuantity }) => convertsQuantity === name);
  return holder === undefined ? null : pathIn(model, id, holder.name, unit);
}

function unitPath(field: Field | undefined): readonly string[] | null {
  const declaration = field?.declaration;
  if (declaration?.type !== 'quantity' && declaration?.type !== 'formula') return null;
  return declaration.unit === undefined ? null : declaration.unit.split('.');
}
