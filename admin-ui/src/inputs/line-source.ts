import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf, request } from '../api/request.js';
import type { Choice } from './reference-options.js';

/** Where the lines of another document lie that a line may refer to. */
export interface LineSource {
  readonly path: string;
  readonly field: string;
}

/** The document that the line's own document refers to and that owns lines of the target; null while none is chosen. */
export function lineSource(
  entities: ReadonlyMap<string, MetaEntity>,
  line: MetaEntity,
  target: MetaEntity,
  header: ReadonlyMap<string, unknown>,
): LineSource | null {
  const owner = ownerOf(entities, target);
  const reference = ownerOf(entities, line)?.entity.fields.find((field) => field.type === 'reference' && field.target === owner?.entity.id);
  const id = header.get(reference?.name ?? '');
  return owner === null || typeof id !== 'string' ? null : { path: `${owner.entity.path}/${id}`, field: owner.field };
}

function ownerOf(entities: ReadonlyMap<string, MetaEntity>, line: MetaEntity): { readonly entity: MetaEntity; readonly field: string } | null {
  for (const entity of entities.values()) {
    const field = entity.fields.find(({ type, target }) => type === 'lines' && target === line.id);
    if (field !== undefined) return { entity, field: field.name };
  }
  return null;
}

/** The lines to choose from, those that hold what is typed. */
export async function askLines({ path, field }: LineSource, target: MetaEntity, typed: string): Promise<readonly Choice[]> {
  const { json } = await request('GET', `/${path}`);
  const lines = membersOf(json).get(field);
  const choices = Array.isArray(lines) ? lines.map((one: unknown) => choiceOf(target, membersOf(one))) : [];
  return choices.filter(({ label }) => label.toLowerCase().includes(typed.trim().toLowerCase()));
}

/** A line has no name of its own: it is called by the first of its columns that says something. */
function choiceOf(target: MetaEntity, record: ReadonlyMap<string, unknown>): Choice {
  const labels = membersOf(record.get('_labels'));
  const texts = target.list.columns.map((name) => labels.get(name) ?? record.get(name)).filter((text) => typeof text === 'string' && text !== '');
  const id = String(record.get('id'));
  return { id, name: null, label: String(texts[0] ?? id), record };
}
