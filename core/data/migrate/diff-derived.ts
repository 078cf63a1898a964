import type { ClientBase } from 'pg';
import type { Model } from '../../definitions/model.js';
import { forgetStages, staleTable } from '../derived/settle-routine.js';
import { everyRecord, everyThawed } from '../derived/spread-sql.js';
import { stagesOf, type Stage } from '../derived/stages.js';
import { quotedText } from '../quoted.js';
import { addingStep, type Step } from './step.js';

const wholeStage = '00000000-0000-0000-0000-000000000000';

/** Steps that have derived values filled in, in the background, where they are new or computed otherwise than before; what a frozen record holds already is left as it is. */
export async function diffDerived(client: ClientBase, model: Model): Promise<readonly Step[]> {
  const there = await client.query<{ is_there: boolean }>(`SELECT to_regclass('trellis_derived') IS NOT NULL AS is_there`);
  const { rows } =
    there.rows[0]?.is_there === true ? await client.query<{ key: string; stage: string }>('SELECT key, stage FROM trellis_derived') : { rows: [] };
  const before = new Map(rows.map(({ key, stage }) => [key, stage]));
  const stages = stagesOf(model);
  const wanted = new Set(stages.map(({ key }) => key));
  const gone = [...before.keys()].filter((key) => !wanted.has(key));
  return [
    ...stages.filter(({ key, name }) => before.get(key) !== name).map((stage) => fillStep(stage, before.has(stage.key))),
    ...(gone.length === 0 ? [] : [forgetStep(gone, stages.length === 0 ? forgetStages : [])]),
  ];
}

function fillStep({ key, name, rank, entity, fields }: Stage, isKnown: boolean): Step {
  const via = isKnown ? everyThawed : everyRecord;
  return addingStep({
    kind: 'derive',
    table: entity.table,
    plugin: entity.plugin,
    sql: [
      `INSERT INTO ${staleTable} (stage, rank, via, record_id, is_later) SELECT ${quotedText(name)}, ${rank}, ${quotedText(via)}, '${wholeStage}', true FROM (SELECT FROM ${entity.table} LIMIT 1) t`,
      `INSERT INTO trellis_derived (key, stage) VALUES (${quotedText(key)}, ${quotedText(name)}) ON CONFLICT (key) DO UPDATE SET stage = excluded.stage`,
    ],
    why: `${fields.map(({ field }) => `${entity.id}.${field.name}`).join(', ')} follow from other records and are filled in`,
  });
}

function forgetStep(keys: readonly string[], more: readonly string[]): Step {
  return addingStep({
    kind: 'derive',
    table: 'trellis_derived',
    plugin: 'core',
    sql: [`DELETE FROM trellis_derived WHERE key IN (${keys.map(quotedText).join(', ')})`, ...more],
    why: `${keys.join(', ')} follow from nothing any more`,
  });
}
