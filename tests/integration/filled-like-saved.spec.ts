import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tmpdir } from 'node:os';
import { Policies } from '../../core/access/policy-of.js';
import { connect } from '../../core/data/connect.js';
import type { Model } from '../../core/definitions/model.js';
import type { PluginSource } from '../../core/definitions/source.js';
import { systemCaller } from '../../core/kernel/system-caller.js';
import { UserError } from '../../core/kernel/user-error.js';
import { Vault } from '../../core/kernel/vault.js';
import { createRecord } from '../../core/records/create-record.js';
import type { Platform } from '../../core/records/platform.js';
import { computeMarked } from '../../core/records/write/compute-marked.js';
import { writeHooks } from '../../core/write-hooks.js';
import { fixtureSources, modelOf, openChangeBench, type ChangeBench } from '../support/change-bench.js';
import { edited, type Editable } from '../support/edit-plugins.js';
import { richThing } from '../support/rich-thing.js';
import { untilSettled } from '../support/until-settled.js';

type Result = 'decimal' | 'integer' | 'text' | 'boolean' | 'date' | 'enum';

/** What a formula may read by itself, and `A` and `B` stand for a number that was there before. */
const expressions: readonly (readonly [Result, string])[] = [
  ['decimal', 'A / 3 + B'],
  ['decimal', 'A * B'],
  ['decimal', 'A % 7 - B'],
  ['decimal', 'isGood ? A : B'],
  ['decimal', 'coalesce(A, B, 1) / coalesce(B, 0)'],
  ['decimal', 'parts.sum(p, p.size) * A'],
  ['decimal', 'parts.max(p, p.twice) - parts.min(p, p.twice)'],
  ['decimal', 'spot.latitude + size(words)'],
  ['integer', 'A / 2'],
  ['integer', 'parts.count(p, p.size > A)'],
  ['integer', 'stars + year(day)'],
  ['boolean', 'A > B'],
  ['boolean', '!isGood'],
  ['boolean', '"red" in colors && words.exists(w, w == "vip")'],
  ['boolean', 'choice in ["a", "b"] || size(marks) > 1'],
  ['boolean', 'isTimeZone(text)'],
  ['text', 'text + "!"'],
  ['text', 'concat(person, " ", text(A), " ", day, place.city)'],
  ['text', 'upper(story) + text(A / 3)'],
  ['text', 'parts.max(p, p.name)'],
  ['text', 'isTimeZone(text) ? text(A) : choice'],
  ['text', 'trim(letter)'],
  ['date', 'addDays(day, A)'],
  ['enum', 'A > 10 ? "big" : choice'],
];

interface Pick {
  readonly of: number;
  readonly a: number;
  readonly b: number;
}

function fieldsOf(picks: readonly Pick[]): Editable {
  const numbers = ['count', 'ratio', 'price', 'share', 'weight'];
  const fields = picks.map(({ of, a, b }, index) => {
    const [result, expression] = expressions[of % expressions.length] ?? ['text', 'text'];
    const number = (at: number): string => numbers[at % numbers.length] ?? 'ratio';
    const text = expression.replaceAll(/\bA\b/gu, number(a)).replaceAll(/\bB\b/gu, number(b));
    const name = `x${index}`;
    if (result === 'decimal' || result === 'integer') numbers.push(name);
    const options = result === 'enum' ? { options: { big: { label: 'Big' }, a: { label: 'A' } } } : {};
    return [name, { type: 'formula', label: 'x', result, expression: text, ...options }];
  });
  return Object.fromEntries(fields);
}

const numberText = (scale: number): fc.Arbitrary<string | null> =>
  fc.oneof(
    fc.constantFrom(null, '0', '1', '-1', '999999999999'),
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((units) => (units / 10 ** scale).toFixed(scale)),
  );
const part = fc.record({ name: fc.constantFrom('x', 'B', 'á', null), size: numberText(2) });
const plain = fc.record({
  text: fc.constantFrom('Trà', 'Asia/Ho_Chi_Minh', 'x '),
  count: fc.oneof(fc.constant(null), fc.integer({ min: -9999, max: 9999 })),
  ratio: numberText(4),
  price: numberText(2),
  share: fc.constantFrom(null, '0', '12.5', '-3'),
  weight: numberText(3),
  isGood: fc.boolean(),
  day: fc.constantFrom('2026-01-31', '2024-02-29', null),
  choice: fc.constantFrom('a', 'b', null),
  place: fc.constantFrom({ city: 'Huế', country: 'VN' }, null),
  parts: fc.array(part, { maxLength: 3 }),
});
const input = fc.tuple(fc.boolean(), plain).map(([isRich, one]): Editable => ({ ...(isRich ? richThing : {}), ...one }));
const formula = fc.record({ of: fc.nat(1000), a: fc.nat(1000), b: fc.nat(1000) });

function release(sources: readonly PluginSource[], fields: Editable, line: Editable): readonly PluginSource[] {
  const changed = edited(sources, 'kinds/entities/thing.json', (json) => {
    Object.assign(json.fields, fields);
    json.lifecycle.states.done.frozen = true;
  });
  return edited(changed, 'kinds/entities/part.json', (json) => Object.assign(json.fields, line));
}

async function within<Outcome>(bench: ChangeBench, model: Model, work: (platform: Platform) => Promise<Outcome>): Promise<Outcome> {
  const connection = await connect(bench.url, { model, poolSize: 2 });
  const policies = new Policies(model);
  const vault = new Vault(tmpdir(), [Buffer.alloc(32, 7).toString('base64')]);
  try {
    return await work({ model, database: connection.database, policyOf: (caller) => policies.policyOf(caller), hooks: writeHooks, vault });
  } finally {
    await connection.close();
  }
}

/** Its id; null when a number becomes too large. */
async function made(platform: Platform, values: Editable): Promise<string | null> {
  const entity = platform.model.entities.get('kinds.thing');
  if (entity === undefined) throw new Error('no such entity');
  try {
    return String(JSON.parse(await createRecord(platform, systemCaller(), entity, values)).id);
  } catch (error) {
    if (error instanceof UserError && error.violations.every(({ code }) => code === 'record.formula-overflow')) return null;
    throw error;
  }
}

async function computedIn(bench: ChangeBench, id: string, names: readonly string[]): Promise<unknown> {
  const shown = names.length === 0 ? 'NULL' : `jsonb_build_object(${names.map((name) => `'${name}', t.${name}`).join(', ')})`;
  const [row] = await bench.query(`SELECT ${shown} AS own, (SELECT jsonb_agg(p.twice ORDER BY p.position) FROM kinds_part p WHERE p.parent_id = t.id) AS lines
    FROM kinds_thing t WHERE t.id = '${id}'`);
  return row;
}

test('what is filled in in rows from before is what a save would have computed, whatever is declared', async () => {
  const sources = await fixtureSources('with-every-type');
  const [before, twice] = [release(sources, {}, {}), { twice: { type: 'formula', label: 'x', result: 'decimal', expression: 'size * 2 / 3' } }];
  await fc.assert(
    fc.asyncProperty(fc.array(formula, { minLength: 4, maxLength: 12 }), fc.array(input, { minLength: 3, maxLength: 6 }), async (picks, inputs) => {
      const bench = await openChangeBench({ sources: before });
      try {
        const old = await within(bench, modelOf(before), async (platform) => {
          const ids: (string | null)[] = [];
          for (const one of inputs) ids.push(await made(platform, one));
          return ids;
        });
        await bench.query(`UPDATE kinds_thing SET state = 'done' WHERE id = ANY('{${old.filter((_, index) => index % 2 === 0).join(',')}}')`);
        const fields = fieldsOf(picks);
        const next = release(sources, fields, twice);
        await bench.apply(next);
        await within(bench, modelOf(next), async (platform) => {
          await untilSettled(platform.database, () => computeMarked(platform));
          for (const [index, one] of inputs.entries()) {
            const saved = await made(platform, one);
            const filled = old[index] ?? '';
            if (saved === null)
              expect(await bench.query(`SELECT error IS NOT NULL AS told FROM trellis_stale WHERE record_id = '${filled}'`)).toContainEqual({ told: true });
            else expect(await computedIn(bench, filled, Object.keys(fields))).toEqual(await computedIn(bench, saved, Object.keys(fields)));
          }
        });
      } finally {
        await bench.close();
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 300_000);
