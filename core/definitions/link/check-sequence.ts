import type { SequenceField } from '../../../schemas/generated/types.js';
import type { Entity } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import { patternParts } from '../sequence-pattern.js';
import type { EntityDraft } from './entity-draft.js';
import { fieldAt } from './link-fields.js';
import type { Linking } from './linking.js';

/** Sequences: patterns that tell their numbers apart, names that are there. */
export function checkSequences(draft: EntityDraft, entity: Entity, linking: Linking): void {
  for (const { declaration, place } of draft.fields.values()) {
    if (declaration.type !== 'sequence') continue;
    checkPattern(declaration, entity, place, linking);
    checkNames(declaration, entity, place, linking);
    const transitions = [...draft.transitions.keys()];
    declaration.assignOn?.forEach((name, index) => {
      if (!transitions.includes(name)) linking.reporter.unknownName('sequence.unknown-transition', below(place, 'assignOn', index), name, transitions);
    });
  }
}

function checkPattern({ pattern, reset }: SequenceField, entity: Entity, place: Place, linking: Linking): void {
  const { reporter } = linking;
  const parts = patternParts(pattern);
  const dates = parts.flatMap((part) => (part.kind === 'date' ? [part.part] : []));
  const hasYear = dates.some((part) => part !== 'MM');
  if (parts.filter((part) => part.kind === 'counter').length !== 1)
    reporter.report('sequence.pattern', below(place, 'pattern'), { expected: 'the counter once, as {00000}', remedy: 'Add {00000}, or leave one of them.' });
  else if ((reset === 'year' && !hasYear) || (reset === 'month' && !(hasYear && dates.includes('MM'))))
    reporter.report('sequence.pattern', below(place, 'reset'), {
      expected: reset === 'year' ? '{YYYY} or {YY} in the pattern' : '{YYYY} or {YY}, and {MM} in the pattern',
      remedy: 'Two periods would give the same numbers: add the date parts, or let the counter go on.',
    });
  for (const { path } of parts.flatMap((part) => (part.kind === 'path' ? [part] : []))) {
    const end = fieldAt(path, entity, linking);
    if (end?.type !== 'text' && end?.type !== 'enum')
      reporter.report('sequence.unknown-field', below(place, 'pattern'), {
        found: `{${path.join('.')}}`,
        expected: 'a text field of the record, or a path to one through its references',
        remedy: 'Correct the path, for instance {company.code}.',
      });
  }
}

function checkNames({ per = [], date }: SequenceField, entity: Entity, place: Place, { reporter }: Linking): void {
  const namesOf = (type: 'reference' | 'date'): readonly string[] =>
    [...entity.fields.values()].filter((field) => field.type === type && !field.isSystem).map((field) => field.name);
  per.forEach((name, index) => {
    if (!namesOf('reference').includes(name)) reporter.unknownName('sequence.unknown-field', below(place, 'per', index), name, namesOf('reference'));
  });
  if (date !== undefined && !namesOf('date').includes(date)) reporter.unknownName('sequence.unknown-field', below(place, 'date'), date, namesOf('date'));
}
