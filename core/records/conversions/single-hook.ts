import type { Executor } from '../../data/database.js';
import { sql, value } from '../../data/sql.js';
import type { Conversion } from '../../definitions/model.js';
import type { WriteHook } from '../hooks.js';
import type { Draft } from '../write/draft.js';
import { lockRow } from '../write/load-draft.js';
import { demandSingle, singlesInto } from './demand-single.js';

/** What gave its record free, for instance a cancelled document, does not come back beside what was made of it since. */
export const singleHook: WriteHook = {
  appliesTo: (entity, model) => singlesInto(model, entity).some(({ released }) => released.length > 0),
  done: async (step) => {
    const { platform, tx, entity, before, after } = step;
    if (before === null || after === null) return {};
    for (const conversion of singlesInto(platform.model, entity)) {
      const source = platform.model.entities.get(conversion.entity);
      if (source === undefined || !isReleased(conversion, before) || isReleased(conversion, after)) continue;
      for (const record of await recordsOf(tx, conversion, after)) {
        await lockRow(tx, source, record, 'NO KEY UPDATE');
        await demandSingle({ ...step, target: entity }, conversion, record, after.id);
      }
    }
    return {};
  },
};

function isReleased({ released }: Conversion, { values }: Draft): boolean {
  return released.some((state) => state === values.get('state'));
}

/** What it came of. */
async function recordsOf(tx: Executor, { declaration, entity }: Conversion, made: Draft): Promise<readonly string[]> {
  const { source } = declaration;
  if (source !== undefined) return [made.values.get(source)].filter((id) => typeof id === 'string');
  const rows = await tx.rows(
    sql`SELECT source_id::text AS id FROM trellis_chain WHERE target_id = ${value(made.id, 'uuid')} AND source_entity = ${value(entity, 'text')} AND kind = 'conversion' ORDER BY 1`,
  );
  return rows.map(({ id }) => String(id));
}
