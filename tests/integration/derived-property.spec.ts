import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileModel } from '../../core/definitions/compile-model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { UserError } from '../../core/kernel/user-error.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { createRecord } from '../../core/records/create-record.js';
import { deleteRecord } from '../../core/records/delete-record.js';
import { updateRecord } from '../../core/records/update-record.js';
import { computeNaively, pluginOf, type RandomField, type RandomModel, type StoredRow } from '../support/random-derivations.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { untilSettled } from '../support/until-settled.js';

const entities = 3;
const entity = fc.nat(entities - 1);

/** What a field is made of; names are given when it is known what there is to read. */
interface Seed {
  readonly entity: number;
  readonly kind: 'sum' | 'through' | 'rollup' | 'subtree';
  readonly picks: readonly number[];
}

const seed: fc.Arbitrary<Seed> = fc.record({
  entity,
  kind: fc.constantFrom('sum', 'through', 'through', 'rollup', 'rollup', 'rollup', 'subtree'),
  picks: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
});

const model: fc.Arbitrary<RandomModel> = fc
  .record({
    references: fc.array(fc.record({ r: entity, s: entity }), { minLength: entities, maxLength: entities }),
    seeds: fc.array(seed, { minLength: 5, maxLength: 9 }),
  })
  .map(({ references, seeds }) => grown(references, seeds));

function grown(references: RandomModel['references'], seeds: readonly Seed[]): RandomModel {
  const fields: { entity: number; field: RandomField }[] = [];
  const readable = (of: number): readonly string[] => ['a', 'b', ...fields.filter((one) => one.entity === of).map(({ field }) => field.name)];
  const pick = <One>(of: readonly One[], at: number): One => {
    const found = of[at % of.length];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  };
  seeds.forEach(({ entity: own, kind, picks: [p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0, p5 = 0] }, index) => {
    const name = `f${index}`;
    const target = (from: number, reference: string): number => (reference === 'up' ? from : Number(references[from]?.[reference === 'r' ? 'r' : 's']));
    if (kind === 'sum') return fields.push({ entity: own, field: { name, kind, left: pick(readable(own), p0), right: pick(readable(own), p1) } });
    if (kind === 'through') {
      const path = [pick(['r', 's', 'up'], p0), ...(p1 % 2 === 0 ? [] : [pick(['r', 's', 'up'], p2)])];
      const end = path.reduce(target, own);
      return fields.push({ entity: own, field: { name, kind, path, field: pick(readable(end), p3) } });
    }
    const referring = references.flatMap(({ r, s }, from) => [
      ...(r === own ? [{ from, reference: 'r' }] : []),
      ...(s === own ? [{ from, reference: 's' }] : []),
    ]);
    const { from, reference } = kind === 'subtree' ? { from: own, reference: 'up' } : pick([...referring, { from: own, reference: 'up' }], p0);
    const how = pick(['sum', 'sum', 'count', 'min', 'max', 'avg'] as const, p1);
    const above = p4 % 3 === 0 ? p5 % 10 : null;
    return fields.push({
      entity: own,
      field: { name, kind: 'rollup', entity: from, reference, how, of: pick(readable(from), p3), above, isSubtree: kind === 'subtree' },
    });
  });
  return { references, fields };
}

interface Write {
  readonly kind: 'create' | 'create' | 'update' | 'move' | 'delete' | 'sql';
  readonly entity: number;
  readonly picks: readonly number[];
}

const write: fc.Arbitrary<Write> = fc.record({
  kind: fc.constantFrom('create', 'create', 'update', 'move', 'move', 'delete', 'sql'),
  entity,
  picks: fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }),
});

test('whatever is declared and whoever writes, derived values are what computing everything anew gives', async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(model, fc.array(fc.array(write, { minLength: 1, maxLength: 5 }), { minLength: 8, maxLength: 14 }), async (random, rounds) => {
      const folder = await written(pluginOf(random));
      try {
        const compiled = compileModel(await readPlugins([join(projectRoot, 'core/identity/plugin'), folder]));
        // A chain of references that spreads too far is refused, and nothing else is.
        if (compiled.kind === 'problems') expect(new Set(compiled.problems.map(({ code }) => code))).toEqual(new Set(['formula.fan-out']));
        fc.pre(compiled.kind === 'model');
        const opened = await createTestPlatform({ plugins: [folder] });
        try {
          tried += 1;
          const ids = Array.from({ length: entities }, (): string[] => []);
          // Writes of one round happen at once.
          for (const round of rounds) await Promise.all(round.map((one) => perform(opened, random, ids, one)));
          await untilSettled(opened.platform.database);
          await compare(opened, random);
        } finally {
          await opened.close();
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(tried).toBeGreaterThan(5);
}, 300_000);

async function written(files: ReadonlyMap<string, unknown>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-maze-'));
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, 'maze', path)), { recursive: true });
    await writeFile(join(folder, 'maze', path), JSON.stringify(content));
  }
  return folder;
}

async function perform({ platform, connection, caller }: TestPlatform, { references }: RandomModel, ids: readonly string[][], one: Write): Promise<void> {
  const { kind, entity: index, picks } = one;
  const [p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0] = picks;
  const declared = platform.model.entities.get(`maze.e${index}`);
  if (declared === undefined) throw new Error('no such entity');
  const chosen = (of: number, at: number): string | null => (at % 4 === 0 ? null : (ids[of]?.[at % Math.max(ids[of].length, 1)] ?? null));
  const moves = { r: chosen(Number(references[index]?.r), p1), s: chosen(Number(references[index]?.s), p2), up: chosen(index, p3) };
  const id = chosen(index, p0 * 4 + 1);
  try {
    if (kind === 'create')
      ids[index]?.push(idOf(await createRecord(platform, caller(), declared, { name: 'x', a: p3 % 20, b: p4 % 4 === 0 ? null : p4 % 20, ...moves })));
    else if (id === null) return;
    else if (kind === 'update') await updateRecord(platform, caller(), declared, id, { a: p1 % 20, b: p2 % 5 === 0 ? null : p2 % 20 }, { mode: 'patch' });
    else if (kind === 'move') await updateRecord(platform, caller(), declared, id, moves, { mode: 'patch' });
    else if (kind === 'delete') await deleteRecord(platform, caller(), declared, id);
    // What follows from the record alone is computed where the record is written, not by plain SQL.
    else if (declared.formulas.length > 0) await updateRecord(platform, caller(), declared, id, { a: p1 % 20, r: moves.r }, { mode: 'patch' });
    else await connection.pool.query(`UPDATE maze_e${index} SET a = $2, r = $3 WHERE id = $1`, [id, p1 % 20, moves.r]);
  } catch (error) {
    // Referred to still, or deleted by another meanwhile.
    const isLost = error instanceof UserError || (error instanceof Error && 'code' in error && error.code === '23503');
    if (!isLost) throw error;
  }
}

function idOf(json: string): string {
  const made: unknown = JSON.parse(json);
  return typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : '';
}

async function compare({ connection }: TestPlatform, random: RandomModel): Promise<void> {
  const stored = await Promise.all(
    random.references.map(async (_, index) => {
      const { rows } = await connection.pool.query<{ id: string; row: StoredRow }>(
        `SELECT id, (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(t))) AS row FROM maze_e${index} t`,
      );
      return new Map(rows.map(({ id, row }) => [id, row]));
    }),
  );
  const base = stored.map(
    (rows) => new Map([...rows].map(([id, row]) => [id, Object.fromEntries(Object.entries(row).filter(([name]) => !/^f\d/u.test(name)))])),
  );
  const wrong: unknown[] = [];
  for (const [key, expected] of computeNaively(random, base)) {
    const [at = '', id = '', name = ''] = key.split(' ');
    const found = stored[Number(at)]?.get(id)?.[name] ?? null;
    const isSame = found === null || expected === null ? found === expected : Number(found) === Number(expected);
    if (!isSame) wrong.push({ field: `e${at}.${name}`, id, found, expected });
  }
  expect(wrong).toEqual([]);
}
