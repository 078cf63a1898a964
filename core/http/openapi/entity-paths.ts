import type { EntityPolicy } from '../../access/policy.js';
import { fieldType } from '../../definitions/field-types/registry.js';
import { holdsFiles } from '../../definitions/field-types/holds-files.js';
import type { Entity, Field, Model } from '../../definitions/model.js';
import { textIn, type Locale } from '../../kernel/locale.js';
import { conversionBy } from '../../records/conversions/conversions-of.js';
import { isUndoable, undoName } from '../../records/undo/undo-sql.js';
import { demandedFields, schemaName } from './entity-schemas.js';
import { answer, anything, body, count, flag, id, list, object, orNull, query, ref, text, type Json } from './json.js';
import { changeEntry, comment, withProblems } from './shared-schemas.js';

/** What the operations of one entity share. */
interface Described {
  readonly entity: Entity;
  readonly model: Model;
  readonly rights: EntityPolicy;
  readonly root: string;
  readonly one: Json;
  readonly input: Json;
  may(verb: Parameters<EntityPolicy['rows']>[0]): boolean;
  operation(summary: string, responses: Readonly<Record<string, Json>>, more?: Readonly<Record<string, Json>>): Json;
}

type Paths = Readonly<Record<string, Json>>;

/** Operations on one entity that the caller may run on some rows at least. */
export function entityPaths(entity: Entity, model: Model, rights: EntityPolicy, locale: Locale): Paths {
  const tags = [textIn(entity.labelPlural, locale)];
  const described: Described = {
    entity,
    model,
    rights,
    root: `/api/${entity.path}`,
    one: ref(schemaName(entity)),
    input: ref(`${schemaName(entity)}.input`),
    may: (verb) => rights.rows(verb).kind !== 'none',
    operation: (summary, responses, more = {}) => ({ tags, summary, ...more, responses: withProblems(responses) }),
  };
  return {
    ...listPaths(described),
    ...(entity.kind === 'settings' ? effectivePaths(described) : {}),
    ...recordPaths(described),
    ...transferPaths(described),
    ...conversationPaths(described),
    ...actionPaths(described),
    ...filePaths(described),
  };
}

const withId = { parameters: [{ name: 'id', in: 'path', required: true, schema: id }] };

function listPaths({ entity, root, one, input, may, operation }: Described): Paths {
  return {
    [root]: {
      get: operation('List', { 200: answer('The page', list(one), pageHeaders) }, { parameters: listParameters(entity) }),
      ...(may('create')
        ? { post: operation('Make', { 201: answer('The new record', one) }, { parameters: [idempotencyKey], requestBody: body(made(input, entity)) }) }
        : {}),
      ...(may('update')
        ? { patch: operation('Change several', { 200: answer('An outcome a record', list(bulkOutcome)) }, { requestBody: body(severalChanged(input)) }) }
        : {}),
    },
    [`${root}/aggregate`]: {
      get: operation(
        'Count and sum by groups',
        { 200: answer('A row a group', list(anything)) },
        {
          parameters: [
            query('group', 'Fields with commas.'),
            query('measures', 'count, sum(x), avg(x), min(x), max(x)'),
            query('filter', 'As in the list.'),
            query('q', 'Full-text search.'),
            company,
          ],
        },
      ),
    },
  };
}

function severalChanged(input: Json): Json {
  const versions = { type: 'object', additionalProperties: { type: 'integer' }, description: 'By id, as If-Match.' };
  return object({ ids: list(id), filter: { type: 'object', description: 'As in the list, instead of ids.' }, changes: input, versions }, ['changes']);
}

function effectivePaths({ root, operation }: Described): Paths {
  const said = object({ from: { enum: ['company', 'installation', 'default'] }, value: anything, label: text, hidden: flag }, ['from', 'value']);
  const effective = object({
    company: orNull(id),
    id: orNull(id),
    version: orNull({ type: 'integer' }),
    settings: { type: 'object', description: 'By field: first what holds, then what would hold in its place.', additionalProperties: list(said) },
  });
  return {
    [`${root}/effective`]: { get: operation('What holds in a company, or in general', { 200: answer('The settings', effective) }, { parameters: [company] }) },
  };
}

/** What is sent to make a record: without these it is refused. */
function made(input: Json, entity: Entity): Json {
  const required = demandedFields(entity);
  return required.length === 0 ? input : { allOf: [input, { required: [...required] }] };
}

function recordPaths({ root, one, input, may, operation }: Described): Paths {
  const changed = { 200: answer('The record', one) };
  return {
    [`${root}/{id}`]: {
      ...withId,
      get: operation(
        'Read',
        { 200: answer('The record', one, { ETag: { schema: text } }) },
        { parameters: [query('fields', 'Fields with commas.'), query('expand', 'References and lines with commas.'), company] },
      ),
      ...(may('update') ? { put: operation('Change what is given; system keys are ignored', changed, { requestBody: body(input) }) } : {}),
      ...(may('update') ? { patch: operation('Change what is given', changed, { requestBody: body(input) }) } : {}),
      ...(may('delete') ? { delete: operation('Delete', { 200: answer('The record as it was', one) }) } : {}),
    },
    ...(may('create')
      ? { [`${root}/{id}/duplicate`]: { ...withId, get: operation('What a copy starts with', { 200: answer('A body to make it with', input) }) } }
      : {}),
  };
}

function transferPaths({ root, may, operation }: Described): Paths {
  const parameters = [
    query('format', 'csv (unasked) or xlsx.'),
    query('filter', 'As in the list.'),
    query('sort', 'As in the list.'),
    query('q', 'Full-text search.'),
    query('fields', 'Fields with commas.'),
    company,
  ];
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const content = { 'text/csv': { schema: text }, [xlsx]: { schema: { type: 'string', format: 'binary' } } };
  const file = { 200: { description: 'A CSV or XLSX file', content } };
  return {
    ...(may('export') ? { [`${root}/export`]: { get: operation('Export', file, { parameters }) } } : {}),
    ...(may('import')
      ? { [`${root}/import`]: { post: operation('Import', { 200: answer('What came of it', importOutcome) }, { requestBody: body(importInput) }) } }
      : {}),
  };
}

function conversationPaths({ root, operation }: Described): Paths {
  return {
    [`${root}/{id}/history`]: {
      ...withId,
      get: operation('Changes, newest first', { 200: answer('Changes', list(changeEntry)) }, { parameters: [query('range', '[from,to]'), company] }),
    },
    [`${root}/{id}/chain`]: {
      ...withId,
      get: operation('What it came of and what came of it', {
        200: answer('Documents', list(object({ entity: text, entityLabel: text, id, label: text, state: orNull(text), distance: { type: 'integer' } }))),
      }),
    },
    [`${root}/{id}/comments`]: {
      ...withId,
      get: operation('Comments', { 200: answer('Comments', list(comment)) }),
      post: operation('Comment', { 201: answer('The comment', comment) }, { requestBody: body(object({ text, mentions: list(id) }, ['text'])) }),
    },
    [`${root}/{id}/comments/{comment}`]: {
      parameters: [...withId.parameters, { name: 'comment', in: 'path', required: true, schema: id }],
      delete: operation('Delete a comment', { 200: answer('The comment', comment) }),
    },
  };
}

function actionPaths({ entity, model, rights, root, one, operation }: Described): Paths {
  const own = [...(entity.lifecycle?.transitions.keys() ?? [])].filter((name) => rights.actionRows(name).kind !== 'none');
  const actions = isUndoable(entity) ? [...own, undoName] : own;
  const countsQuantities = (name: string): boolean => (conversionBy(model, entity, name)?.lines ?? null) !== null;
  const proposal = (name: string): Readonly<Record<string, Json>> =>
    conversionBy(model, entity, name) === undefined
      ? {}
      : { get: operation(`What ${name} proposes`, { 200: answer('Lines of which something is open', object({ lines: list(proposedLine) })) }) };
  const asked = (name: string): Readonly<Record<string, Json>> => {
    const { input = new Map(), asks = new Map() } = entity.lifecycle?.transitions.get(name) ?? {};
    const fields: readonly Field[] = [...input.values(), ...[...asks.values()].map(({ field }) => field)];
    const takes = countsQuantities(name) ? { lines: orNull(list(object({ line: id, quantity: anything }))) } : {};
    return { ...takes, ...Object.fromEntries(fields.map((field) => [field.name, orNull(fieldType(field.type).schema(field))])) };
  };
  const withInput = (name: string): Json => ({
    required: false,
    content: { 'application/json': { schema: object({ version: { type: 'integer' }, ...asked(name) }, []) } },
  });
  return Object.fromEntries(
    actions.flatMap((name) => [
      [
        `${root}/{id}/actions/${name}`,
        { ...withId, ...proposal(name), post: operation(`Run ${name}`, { 200: answer('The record', one) }, { requestBody: withInput(name) }) },
      ],
      [
        `${root}/actions/${name}`,
        {
          post: operation(
            `Run ${name} on several`,
            { 200: answer('An outcome a record', list(bulkOutcome)) },
            { requestBody: body(object({ ids: list(id), filter: { type: 'object', description: 'As in the list, instead of ids.' }, ...asked(name) }, [])) },
          ),
        },
      ],
    ]),
  );
}

function filePaths({ entity, rights, root, operation }: Described): Paths {
  const files = [...entity.fields.values()].filter((field) => holdsFiles(field) && rights.fieldRows(field.name).kind !== 'none');
  return Object.fromEntries(
    files.map((field) => [
      `${root}/{id}/files/${field.name}${field.type === 'files' ? '.{file}' : ''}`,
      {
        ...withId,
        get: operation(`File ${field.name}`, {
          200: { description: 'The file: pictures as they are, everything else to be saved', content: { 'image/*': {}, 'application/octet-stream': {} } },
        }),
      },
    ]),
  );
}

const company = query('company', 'Id of the one company to read, instead of the header X-Trellis-Company.', id);
const pageHeaders = {
  'Content-Range': { description: 'leads 0-24/319', schema: text },
  'X-Next-Cursor': { description: 'Cursor of the next page.', schema: text },
};
const idempotencyKey: Json = { name: 'Idempotency-Key', in: 'header', required: false, schema: text, description: 'The same key gives the same answer once.' };
const bulkOutcome = object({ id, ok: flag, problem: orNull(ref('problem')) }, ['id', 'ok']);
const proposedLine = object({ line: id, label: orNull(text), quantity: text, open: text, unit: orNull(text) });
const xlsxFile = { type: 'string', contentEncoding: 'base64', description: 'Instead of csv.' };
const importInput = object({ csv: text, xlsx: xlsxFile, mapping: { type: 'object', additionalProperties: text }, dryRun: flag }, []);
const importOutcome: Json = {
  type: 'object',
  required: ['rows', 'created', 'errors'],
  properties: { rows: count, created: count, errors: list({ type: 'object', required: ['line', 'code', 'message'] }) },
};

function listParameters(entity: Entity): Json {
  const filterable = [...entity.fields.values()].filter((field) => fieldType(field.type).operators.length > 0).map((field) => field.name);
  return [
    query(
      'filter',
      `JSON: equality, a list for any of, field_neq _gt _gte _lt _lte _contains _startsWith _isNull _between, _under of a reference to a tree, and, or, not, q. Fields: ${filterable.join(', ')}.`,
    ),
    query('sort', '["field","ASC"]'),
    query('range', '[0,24]; at most 200 rows'),
    query('q', 'Full-text search, accents ignored.'),
    query('fields', 'Fields with commas.'),
    query('expand', 'References and lines with commas.'),
    query('count', 'How the total is found.', { type: 'string', enum: ['exact', 'estimated', 'none'] }),
    query('cursor', 'From the answer before, instead of range.'),
    company,
    ...(entity.balanceOf === null && entity.dated === null
      ? []
      : [query('asOf', 'Balances at the end of that day, dated records that are valid on it: YYYY-MM-DD.')]),
  ];
}
