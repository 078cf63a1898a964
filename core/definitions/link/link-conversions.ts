import type { ConversionDeclaration } from '../../../schemas/generated/types.js';
import type { ExpressionType } from '../expressions/types.js';
import type { Conversion, ConversionLines, Entity, Field } from '../model.js';
import { below, type Place } from '../parse/reporter.js';
import type { ConversionDraft } from './add-conversions.js';
import { dependenciesIn, typeOfRecord, userScope, type Linking } from './linking.js';
import { checkWritesAcross } from './check-writes-across.js';
import { valuesIn } from './steps/check-step-across.js';
import { fieldValues } from './steps/field-values.js';
import { linkSteps } from './steps/link-steps.js';
import type { Expressions } from './steps/step.js';
import { expression, type StepLinking } from './steps/step-linking.js';

/** The conversions of all plugins by entity and name, linked. */
export function linkConversions(drafts: readonly ConversionDraft[], linking: Linking): ReadonlyMap<string, Conversion> {
  const kept = new Set<string>();
  return new Map(
    drafts.flatMap(({ plugin, declared: { declaration, place } }) => {
      const source = linking.skeletons.get(declaration.entity);
      const target = targetOf(linking, plugin, declaration, place);
      if (source === undefined || target === null) return [];
      const linked = link({ plugin, declaration, place, source, target, linking, kept });
      return [[`${source.id} ${declaration.name}`, linked] as const];
    }),
  );
}

interface Linked {
  readonly plugin: string;
  readonly declaration: ConversionDeclaration;
  readonly place: Place;
  readonly source: Entity;
  readonly target: Entity;
  readonly linking: Linking;
  /** Fields in which other conversions keep how much was taken. */
  readonly kept: Set<string>;
}

function targetOf(linking: Linking, plugin: string, { to }: ConversionDeclaration, place: Place): Entity | null {
  const reach = dependenciesIn(linking, plugin);
  const known = [...linking.skeletons.values()].filter((one) => reach.includes(one.plugin) && (one.kind === 'record' || one.kind === 'document'));
  const target = known.find(({ id }) => id === to);
  if (target !== undefined) return target;
  linking.reporter.unknownName(
    'conversion.unknown-entity',
    below(place, 'to'),
    to,
    known.map(({ id }) => id),
    'Choose one of them, or add its plugin to dependsOn.',
  );
  return null;
}

function link(one: Linked): Conversion {
  const { plugin, declaration, place, source, target, linking } = one;
  const steps: StepLinking = {
    linking,
    plugin,
    dependencies: dependenciesIn(linking, plugin),
    entity: source.id,
    timing: 'inline',
    variables: new Map<string, ExpressionType>(userScope.variables),
    lets: new Map(),
    linkSteps,
  };
  if (declaration.source !== undefined)
    demandField(one, target, declaration.source, below(place, 'source'), (field) => field.type === 'reference' && field.target === source.id);
  if (declaration.lines !== undefined && declaration.repeatable === true)
    linking.reporter.report('conversion.repeatable', below(place, 'repeatable'), {
      found: 'a conversion with lines',
      expected: 'one without, which nothing else would end',
      remedy: 'Delete it: lines are converted until nothing of them is open.',
    });
  for (const [index, state] of (declaration.released ?? []).entries())
    if (target.lifecycle?.states.has(state) !== true)
      linking.reporter.unknownName('lifecycle.unknown-state', below(place, 'released', index), state, target.lifecycle?.states.keys() ?? []);
  const fields = fieldValues(steps, target, declaration.map, below(place, 'map'));
  const lines = declaration.lines === undefined ? null : linkLines(one, declaration.lines, steps);
  checkMapAcross(one, fields, lines, steps);
  return {
    plugin,
    name: declaration.name,
    declaration,
    entity: source.id,
    target: target.id,
    released: declaration.released ?? [],
    fields,
    lines,
  };
}

/** What is made stays in the company of what it is made of, unless the conversion says otherwise. */
function checkMapAcross({ declaration, place, source, target, linking }: Linked, fields: Expressions, lines: ConversionLines | null, steps: StepLinking): void {
  const more = new Map([['line', typeOfRecord(linking, linking.skeletons.get(lines?.line ?? '') ?? source)] as const]);
  const ofLines = valuesIn(lines?.fields ?? new Map(), below(place, 'lines', 'map')).map((one) => ({ ...one, more }));
  const isSource = declaration.source === undefined ? [] : [[declaration.source, expression(steps, 'id', place, ['text'])] as const];
  const written = { entity: target, fields: new Map([...fields, ...isSource]), values: [...valuesIn(fields, below(place, 'map')), ...ofLines] };
  checkWritesAcross(written, { place, what: 'a conversion', isSaid: declaration.acrossCompanies === true }, steps);
}

function linkLines(one: Linked, lines: NonNullable<ConversionDeclaration['lines']>, steps: StepLinking): ConversionLines | null {
  const { source, target, linking, place } = one;
  const at = below(place, 'lines');
  const from = lineOf(one, source, lines.from, below(at, 'from'));
  const to = lineOf(one, target, lines.to, below(at, 'to'));
  if (from === null || to === null) return null;
  demandField(one, to, lines.source, below(at, 'source'), (field) => field.type === 'reference' && field.target === from.id);
  const { quantity } = lines;
  const counts = quantity.counts ?? quantity.to;
  demandField(one, from, quantity.from, below(at, 'quantity', 'from'), isNumber);
  demandField(one, to, quantity.to, below(at, 'quantity', 'to'), (field) => isNumber(field) && !field.isComputed);
  demandField(one, to, counts, below(at, 'quantity', 'counts'), isNumber);
  demandDone(one, from, quantity.done, below(at, 'quantity', 'done'));
  const line = new Map([['line', typeOfRecord(linking, from)] as const]);
  return {
    from: lines.from,
    to: lines.to,
    line: from.id,
    targetLine: to.id,
    source: lines.source,
    quantity: { from: quantity.from, to: quantity.to, counts, done: quantity.done },
    when: lines.when === undefined ? null : expression(steps, lines.when, below(at, 'when'), ['boolean'], line),
    fields: fieldValues(steps, to, lines.map, below(at, 'map'), line),
  };
}

/** What the platform counts in a field nobody else may write, nor count in. */
function demandDone(one: Linked, line: Entity, name: string, at: Place): void {
  demandField(one, line, name, at, (field) => isNumber(field) && !field.isComputed && field.readOnly && Number(field.defaultValue) === 0);
  const key = `${line.id}.${name}`;
  if (one.kept.has(key))
    one.linking.reporter.report('conversion.wrong-field', at, {
      found: `"${name}", in which another conversion counts`,
      expected: 'a field of its own',
      remedy: 'Add another field.',
    });
  one.kept.add(key);
}

function isNumber({ type, isSystem }: Field): boolean {
  return !isSystem && ['quantity', 'decimal', 'integer'].includes(type);
}

function lineOf(one: Linked, entity: Entity, name: string, at: Place): Entity | null {
  const field = demandField(one, entity, name, at, ({ type }) => type === 'lines');
  return one.linking.skeletons.get(field?.target ?? '') ?? null;
}

function demandField({ linking }: Linked, entity: Entity, name: string, at: Place, takes: (field: Field) => boolean): Field | null {
  const field = entity.fields.get(name);
  if (field !== undefined && takes(field)) return field;
  const valid = [...entity.fields.values()].filter(takes).map((other) => other.name);
  linking.reporter.unknownName('conversion.wrong-field', at, name, valid, `Name another field of ${entity.id}, or make this one fit.`);
  return null;
}
