import { Decimal } from 'decimal.js';

/** One random field that derives from others; only from those made before it, so that there is no circle. */
export type RandomField =
  | { readonly name: string; readonly kind: 'sum'; readonly left: string; readonly right: string }
  | { readonly name: string; readonly kind: 'through'; readonly path: readonly string[]; readonly field: string }
  | {
      readonly name: string;
      readonly kind: 'rollup';
      readonly entity: number;
      readonly reference: string;
      readonly how: 'sum' | 'count' | 'min' | 'max' | 'avg';
      readonly of: string;
      readonly above: number | null;
      readonly isSubtree: boolean;
    };

/** Entities `e0` … with numbers `a` and `b`, references `r` and `s` to the entities named here, `up` to themselves, and derived fields in order. */
export interface RandomModel {
  readonly references: readonly { readonly r: number; readonly s: number }[];
  readonly fields: readonly { readonly entity: number; readonly field: RandomField }[];
}

/** The plugin that declares it, file by file. */
export function pluginOf({ references, fields }: RandomModel): ReadonlyMap<string, unknown> {
  const files = new Map<string, unknown>([['plugin.json', { id: 'maze', version: '0.1.0', label: 'Maze' }]]);
  references.forEach(({ r, s }, index) => {
    const own = fields.filter(({ entity }) => entity === index).map(({ field }) => [field.name, declarationOf(field)]);
    const reference = (entity: number): unknown => ({ type: 'reference', label: 'Reference', entity: `maze.e${entity}` });
    const number = { type: 'decimal', label: 'Number', scale: 4 };
    files.set(`entities/e${index}.json`, {
      name: `e${index}`,
      plural: `e${index}s`,
      kind: 'record',
      label: 'Thing',
      labelPlural: 'Things',
      title: 'name',
      fields: {
        name: { type: 'text', label: 'Name' },
        a: number,
        b: number,
        r: reference(r),
        s: reference(s),
        up: reference(index),
        ...Object.fromEntries(own),
      },
    });
  });
  return files;
}

function declarationOf(field: RandomField): unknown {
  if (field.kind !== 'rollup') {
    const expression = field.kind === 'sum' ? `${field.left} + ${field.right}` : [...field.path, field.field].join('.');
    return { type: 'formula', label: 'Formula', result: 'decimal', scale: 4, expression };
  }
  const { entity, reference, how, of, above, isSubtree } = field;
  return {
    type: 'rollup',
    label: 'Rollup',
    entity: `maze.e${entity}`,
    reference,
    function: how,
    ...(how === 'count' ? {} : { of }),
    ...(above === null ? {} : { where: `a > ${above}` }),
    ...(isSubtree ? { subtree: true } : {}),
  };
}

/** A row as it is stored, by column. */
export type StoredRow = Readonly<Record<string, string | null>>;

/** Every derived value computed from the stored ones anew, one field after the other, by nothing but loops: by entity, id and field. */
export function computeNaively(model: RandomModel, stored: readonly ReadonlyMap<string, StoredRow>[]): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  const at = (entity: number, id: string, name: string): string | null => values.get(`${entity} ${id} ${name}`) ?? stored[entity]?.get(id)?.[name] ?? null;
  for (const { entity, field } of model.fields)
    for (const id of stored[entity]?.keys() ?? []) values.set(`${entity} ${id} ${field.name}`, valueOf({ model, stored, at }, entity, id, field));
  return values;
}

interface Naive {
  readonly model: RandomModel;
  readonly stored: readonly ReadonlyMap<string, StoredRow>[];
  at(entity: number, id: string, name: string): string | null;
}

function valueOf(naive: Naive, entity: number, id: string, field: RandomField): string | null {
  if (field.kind === 'sum') {
    const [left, right] = [naive.at(entity, id, field.left), naive.at(entity, id, field.right)];
    return left === null || right === null ? null : fixed(new Decimal(left).plus(right));
  }
  if (field.kind === 'rollup') return rolledUp(naive, id, field);
  let [here, target]: [string | null, number] = [id, entity];
  for (const name of field.path) {
    if (here === null) return null;
    [here, target] = [naive.at(target, here, name), targetOf(naive.model, target, name)];
  }
  const found = here === null ? null : naive.at(target, here, field.field);
  return found === null ? null : fixed(new Decimal(found));
}

function targetOf({ references }: RandomModel, entity: number, name: string): number {
  return name === 'up' ? entity : Number(references[entity]?.[name === 'r' ? 'r' : 's']);
}

function rolledUp(naive: Naive, id: string, field: Extract<RandomField, { kind: 'rollup' }>): string | null {
  const rows = [...(naive.stored[field.entity]?.keys() ?? [])];
  const summed = (field.isSubtree ? below(naive, field, id) : rows.filter((row) => naive.at(field.entity, row, field.reference) === id)).filter((row) => {
    const a = naive.at(field.entity, row, 'a');
    return field.above === null || (a !== null && new Decimal(a).greaterThan(field.above));
  });
  if (field.how === 'count') return String(summed.length);
  const figures = summed.flatMap((row) => naive.at(field.entity, row, field.of) ?? []).map((text) => new Decimal(text));
  if (field.how === 'sum') return fixed(figures.reduce((sum, one) => sum.plus(one), new Decimal(0)));
  if (figures.length === 0) return null;
  if (field.how === 'avg') return fixed(figures.reduce((sum, one) => sum.plus(one), new Decimal(0)).dividedBy(figures.length));
  return fixed(field.how === 'min' ? Decimal.min(...figures) : Decimal.max(...figures));
}

function below(naive: Naive, { entity, reference }: Extract<RandomField, { kind: 'rollup' }>, id: string): readonly string[] {
  const found = new Set([id]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const row of naive.stored[entity]?.keys() ?? []) if (found.has(naive.at(entity, row, reference) ?? '')) found.add(row);
  }
  return [...found];
}

function fixed(number: Decimal): string {
  return number.toFixed(4, Decimal.ROUND_HALF_UP);
}
