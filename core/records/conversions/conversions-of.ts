import type { Conversion, ConversionLines, Entity, Model } from '../../definitions/model.js';

/** A conversion that counts quantities. */
export type CountingConversion = Conversion & { readonly lines: ConversionLines };

/** The conversion that the action of an entity is; undefined for other transitions. */
export function conversionBy(model: Model, entity: Entity, action: string): Conversion | undefined {
  return model.conversions.get(`${entity.id} ${action}`);
}

/** All that count. */
export function countingConversions(model: Model): readonly CountingConversion[] {
  return [...model.conversions.values()].filter(isCounting);
}

/** Conversions of which quantities of the entity's lines are what is taken. */
export function conversionsOf(model: Model, entity: Entity): readonly CountingConversion[] {
  return countingConversions(model).filter((one) => one.entity === entity.id);
}

/** Conversions that make records of the entity, by which lines of others count as taken. */
export function conversionsInto(model: Model, entity: Entity): readonly CountingConversion[] {
  return countingConversions(model).filter((one) => one.target === entity.id);
}

function isCounting(one: Conversion): one is CountingConversion {
  return one.lines !== null;
}
