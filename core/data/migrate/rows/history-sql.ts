import { systemUserId } from '../../../kernel/caller.js';
import { quoted, quotedText } from '../../quoted.js';
import { kindOf, type FoundColumn, type FoundTable } from './find-frozen.js';

/** Writes into the history what `written` made of `old`; null where nobody could read it. Of lines it is the owner's. */
export function updatedHistory(table: FoundTable, columns: readonly FoundColumn[]): string | null {
  const owner = ownerOf(table);
  if (owner === null) return null;
  const changes = columns.flatMap(({ name, field, kind }) => {
    if (field === null) return [];
    const told = (row: string): string => wire(`${row}.${quoted(name)}`, kindOf(kind));
    const line = owner.lines === null ? '' : `, 'line', w.id`;
    const entry = `jsonb_build_object('field', ${quotedText(`${owner.lines === null ? '' : `${owner.lines}.`}${field.name}`)}, 'from', ${told('o')}, 'to', ${told('w')}${line})`;
    return [`CASE WHEN o.${quoted(name)} IS DISTINCT FROM w.${quoted(name)} THEN jsonb_build_array(${entry}) ELSE '[]' END`];
  });
  if (changes.length === 0) return null;
  return `INSERT INTO trellis_change (id, entity, record_id, actor, op, changes)
      SELECT trellis_new_id(), ${quotedText(owner.entity)}, ${owner.key}, ${quotedText(systemUserId)}, 'updated', ${changes.join(' || ')} FROM written w JOIN old o ON o.id = w.id`;
}

/** The same of the rows that `made` holds. */
export function createdHistory(table: FoundTable): string {
  const owner = ownerOf(table);
  if (owner === null) return 'SELECT';
  const [op, changes] =
    owner.lines === null
      ? ['created', `'[]'`]
      : ['updated', `jsonb_build_array(jsonb_build_object('field', ${quotedText(owner.lines)}, 'from', NULL, 'to', NULL, 'line', w.id))`];
  return `INSERT INTO trellis_change (id, entity, record_id, actor, op, changes)
      SELECT trellis_new_id(), ${quotedText(owner.entity)}, ${owner.key}, ${quotedText(systemUserId)}, '${op}', ${changes} FROM made w`;
}

interface Owner {
  readonly entity: string;
  /** SQL of its id, over the row `w`. */
  readonly key: string;
  /** Of a line: the field that it stands in. */
  readonly lines: string | null;
}

function ownerOf({ entity }: FoundTable): Owner | null {
  if (entity === null) return null;
  if (entity.parent === null) return { entity: entity.id, key: 'w.id', lines: null };
  return { entity: entity.parent.entity, key: 'w.parent_id', lines: entity.parent.field };
}

/** As the API spells it. */
function wire(column: string, kind: ReturnType<typeof kindOf>): string {
  if (kind === 'decimal') return `to_jsonb(${column}::text)`;
  return kind === 'datetime' ? `to_jsonb(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))` : `to_jsonb(${column})`;
}
