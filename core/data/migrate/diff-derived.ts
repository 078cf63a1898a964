import type { ClientBase } from 'pg';
import type { Entity, Model } from '../../definitions/model.js';
import { forgetStages, staleTable } from '../derived/settle-routine.js';
import { ownStagesOf, type OwnStage } from '../derived/own-stages.js';
import { everyRecord, everyThawed } from '../derived/spread-sql.js';
import { stagesOf, type Stage } from '../derived/stages.js';
import { quotedText } from '../quoted.js';
import { addingStep, type Step } from './step.js';

const wholeStage = '00000000-0000-0000-0000-000000000000';

/** Steps that have derived and computed values filled in, in the background, where they are new or computed otherwise than before; what a frozen record holds already is left as it is. `isAnew` fills in all that saves compute: processes of the release before are gone, and knew nothing of what is new. */
export async function diffDerived(client: ClientBase, model: Model, isAnew: boolean): Promise<readonly Step[]> {
  const there = await client.query<{ is_there: boolean }>(`SELECT to_regclass('trellis_derived') IS NOT NULL AS is_there`);
  const { rows } =
    there.rows[0]?.is_there === true ? await client.query<{ key: string; stage: string }>('SELECT key, stage FROM trellis_derived') : { rows: [] };
  const before = new Map(rows.map(({ key, stage }) => [key, stage]));
  const [derived, own] = [stagesOf(model), ownStagesOf(model)];
  const wanted = new Set([...derived, ...own].map(({ key }) => key));
  const isNews = ({ key, name }: Filled): boolean => before.get(key) !== name;
  const gone = [...before.keys()].filter((key) => !wanted.has(key));
  return [
    ...derived.filter(isNews).map((stage) => derivedStep(stage, before.has(stage.key))),
    ...own.filter((stage) => isAnew || isNews(stage)).map(ownStep),
    ...(gone.length === 0 ? [] : [forgetStep(gone, wanted.size === 0 ? forgetStages : [])]),
  ];
}

interface Filled {
  readonly key: string;
  readonly name: string;
  readonly rank: number;
  readonly entity: Entity;
}

function derivedStep(stage: Stage, isKnown: boolean): Step {
  const names = stage.fields.map(({ field }) => `${stage.entity.id}.${field.name}`).join(', ');
  return fillStep(stage, `${names} follow from other records and are filled in`, markSql(stage, isKnown ? everyThawed : everyRecord));
}

/** It follows what no trigger tells of, so it comes after all that fills rows. What a frozen record lacks is told by the row itself. */
function ownStep(stage: OwnStage): Step {
  const sql = [forgetMarks([stage.key]), ...markSql(stage, everyRecord)];
  const step = fillStep(stage, `${stage.fields.join(', ')} are computed where no save has done so yet`, []);
  return { ...step, onBigTable: { now: [], later: sql, isAlways: true } };
}

function fillStep({ entity }: Filled, why: string, sql: readonly string[]): Step {
  return addingStep({ kind: 'derive', table: entity.table, plugin: entity.plugin, sql, why });
}

/** Nothing is started by what is filled in. */
function markSql({ key, name, rank, entity }: Filled, via: string): readonly string[] {
  return [
    `INSERT INTO ${staleTable} (stage, rank, via, record_id, cause, is_later) SELECT ${quotedText(name)}, ${rank}, ${quotedText(via)}, '${wholeStage}', '{"quiet": true}', true FROM (SELECT FROM ${entity.table} LIMIT 1) t`,
    `INSERT INTO trellis_derived (key, stage) VALUES (${quotedText(key)}, ${quotedText(name)}) ON CONFLICT (key) DO UPDATE SET stage = excluded.stage`,
  ];
}

function forgetStep(keys: readonly string[], more: readonly string[]): Step {
  return addingStep({
    kind: 'derive',
    table: 'trellis_derived',
    plugin: 'core',
    sql: [`DELETE FROM trellis_derived WHERE key IN (${keys.map(quotedText).join(', ')})`, forgetMarks(keys), ...more],
    why: `${keys.join(', ')} follow from nothing any more`,
  });
}

/** A process that knows what they are of may be there no more. */
function forgetMarks(keys: readonly string[]): string {
  return `DELETE FROM ${staleTable} WHERE split_part(stage, '#', 1) IN (${keys.map(quotedText).join(', ')})`;
}
