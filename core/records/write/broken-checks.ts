import type { Environment } from '../../definitions/expressions/environment.js';
import { evaluate, offendersOf } from '../../definitions/expressions/evaluate.js';
import type { Check, Entity } from '../../definitions/model.js';
import type { Caller } from '../../kernel/caller.js';
import { textIn } from '../../kernel/locale.js';
import type { Violation } from '../../kernel/user-error.js';
import type { Draft } from './draft.js';
import { said } from './said.js';

/** Most lines that one check points at. */
const mostPlaces = 20;

/** Checks that do not hold, each at its field or, where it says something of each line, at the lines that break it. */
export function brokenChecks(caller: Caller, { entity, draft, environment, pointer }: Checked, checks: readonly Check[]): readonly Violation[] {
  return checks.flatMap((check) =>
    said(`${pointer}/${check.declaration.field?.replaceAll('.', '/') ?? ''}`.replace(/\/$/u, ''), () =>
      evaluate(check.expression, environment) === true
        ? []
        : placesOf(entity, check, draft, environment).map((place): Violation => ({
            pointer: `${pointer}${place}`,
            code: 'record.check',
            params: { message: textIn(check.declaration.message, caller.locale) },
          })),
    ),
  );
}

/** Of what the checks are asked. */
export interface Checked {
  readonly entity: Entity;
  readonly draft: Draft;
  readonly environment: Environment;
  readonly pointer: string;
}

function placesOf(entity: Entity, { declaration, expression }: Check, draft: Draft, environment: Environment): readonly string[] {
  const [name = '', column] = declaration.field?.split('.') ?? [];
  const isList = entity.fields.get(name)?.type === 'lines';
  if (name !== '' && !isList) return [`/${name}`];
  const places = [...offendersOf(expression, environment)].flatMap(([list, ids]) =>
    (draft.lines.get(list) ?? []).flatMap((line, index) => (ids.has(line.id) && (name === '' || name === list) ? [`/${list}/${index}`] : [])),
  );
  if (places.length === 0) return [isList ? `/${name}` : ''];
  return places.slice(0, mostPlaces).map((place) => (column === undefined ? place : `${place}/${column}`));
}
