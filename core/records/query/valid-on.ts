import type { Condition } from '../../data/query/condition.js';
import type { Entity } from '../../definitions/model.js';
import { visibleField, type Names } from './visible-field.js';

/** Whether a list can be told at a day: balances as they were, dated records that are valid. */
export function takesAsOf(entity: Entity): boolean {
  return entity.balanceOf !== null || entity.dated !== null;
}

/** What is asked for, and of dated records only those that are valid on the day. */
export function validOn(names: Names, entity: Entity, day: string | null, condition: Condition | null): Condition | null {
  if (day === null || entity.dated === null) return condition;
  const { from, to } = entity.dated;
  for (const name of [from, to]) visibleField(names, entity, name);
  const began: Condition = { kind: 'comparison', path: [from], operator: 'lte', values: [day] };
  const isOpen: Condition = { kind: 'comparison', path: [to], operator: 'isNull', values: [true] };
  const ends: Condition = { kind: 'comparison', path: [to], operator: 'gte', values: [day] };
  return { kind: 'and', of: [began, { kind: 'or', of: [isOpen, ends] }, ...(condition === null ? [] : [condition])] };
}
