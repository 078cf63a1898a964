import type { MetaEntity } from '../../../schemas/generated/types.js';
import { pathsTo } from '../meta/units-beside.js';

/** The records to ask for beside the lines of a record, in which the units of their numbers stand: `expand` of the API, empty where none. */
export function unitsOfLines({ fields }: MetaEntity, entities: ReadonlyMap<string, MetaEntity>): string {
  const paths = fields.flatMap(({ name, type, target }) => {
    const line = type === 'lines' ? entities.get(target ?? '') : undefined;
    const units = line?.fields.flatMap(({ unit }) => unit ?? []) ?? [];
    return line === undefined ? [] : pathsTo(units, line, entities).map((path) => `${name}.${path}`);
  });
  return [...new Set(paths)].join(',');
}
