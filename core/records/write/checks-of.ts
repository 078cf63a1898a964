import type { Check, Entity, Model } from '../../definitions/model.js';

/** Checks over what a record itself holds, or those that also read what the database derives. */
export function checksOf(model: Model, entity: Entity, which: 'own' | 'derived'): readonly Check[] {
  return [...entity.checks.values()].filter((check) => readsDerived(model, entity, check) === (which === 'derived'));
}

function readsDerived(model: Model, entity: Entity, { expression }: Check): boolean {
  return expression.reads.some(([name = '', inner = '']) => {
    const field = entity.fields.get(name);
    return field?.isDerived === true || (field?.type === 'lines' && model.entities.get(field.target ?? '')?.fields.get(inner)?.isDerived === true);
  });
}
