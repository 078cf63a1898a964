import type { CellReader } from '../import/cell-value.js';
import type { CompiledField } from './compile-recipe.js';
import type { RowInput } from './row-values.js';

/** The input with the ids of records that it names by a code, or as they are called, as the cells of an import do. */
export async function withRecordsNamed(reader: CellReader, fields: readonly CompiledField[], { values, violations }: RowInput): Promise<RowInput> {
  const named: Record<string, unknown> = { ...values };
  const wrong = [...violations];
  for (const { field } of fields) {
    const content = values[field.name];
    if (content === undefined || !pointing.has(field.type)) continue;
    const texts: readonly unknown[] = Array.isArray(content) ? content : [content];
    if (content === '' || !texts.every((one) => typeof one === 'string')) continue;
    const read = await reader.read(field, texts.join(';'));
    if (read.kind === 'wrong') wrong.push(read.violation);
    else named[field.name] = read.value;
  }
  return { values: named, violations: wrong };
}

const pointing: ReadonlySet<string> = new Set(['reference', 'many-to-many', 'any-reference']);
