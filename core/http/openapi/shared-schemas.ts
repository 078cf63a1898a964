import { answer, anything, id, instant, list, object, orNull, ref, text, type Json } from './json.js';

const who = orNull(object({ id, label: orNull(text) }));

/** A comment as it is answered. */
export const comment = object({ id, at: instant, by: who, text, mentions: list(who) });

/** One entry of a record's history. */
export const changeEntry: Json = object(
  {
    id,
    at: instant,
    by: who,
    onBehalf: who,
    op: { type: 'string', enum: ['created', 'updated', 'deleted', 'action'] },
    action: orNull(text),
    changes: list({
      type: 'object',
      required: ['field'],
      properties: { field: text, from: anything, to: anything, fromLabel: orNull(text), toLabel: orNull(text) },
    }),
  },
  ['id', 'at', 'op', 'changes'],
);

/** RFC 9457. */
export const problem: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: text,
    code: text,
    errors: list(object({ pointer: text, code: text, message: text })),
  },
};

/** Every operation may also answer with a problem. */
export function withProblems(responses: Readonly<Record<string, Json>>): Json {
  return { ...responses, default: { description: 'A problem', content: { 'application/problem+json': { schema: ref('problem') } } } };
}

/** A plain JSON operation outside the entities. */
export function plainOperation(summary: string, schema: Json, more: Readonly<Record<string, Json>> = {}, status: '200' | '201' = '200'): Json {
  return { tags: ['Trellis'], summary, ...more, responses: withProblems({ [status]: answer(summary, schema) }) };
}
