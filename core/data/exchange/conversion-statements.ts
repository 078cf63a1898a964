import type { Entity, Field, Model } from '../../definitions/model.js';
import { quoted } from '../quoted.js';

/** A converted amount: where it stands, and among equals in which order. */
interface Amount {
  readonly entity: Entity;
  readonly field: Field;
  /** Column of its row that holds the id of the record. */
  readonly key: string;
  readonly order: string;
}

/**
 * Works out the converted amounts of records and their lines from what is stored of them, exactly as a save does, where rows were written past one. The statements
 * run one after the other, totals before their parts; `which` chooses among the records `o`, and `only` of what these hold, in the rows `t`, what is written.
 */
export function conversionStatements(
  model: Model,
  entity: Entity,
  which: string,
  only: (entity: Entity, field: Field) => string | null = () => null,
): readonly string[] {
  const records = recordsText(model, entity, which);
  if (records === null) return [];
  const amounts = amountsOf(model, entity);
  const updateText = (amount: Amount, before: string, values: string): string => updateOf(amount, before, values, only(amount.entity, amount.field));
  const settled = amounts.filter(({ field }) => field.converts?.addsUpTo === null);
  const statements = settled.map((amount) => updateText(amount, `WITH x AS (${records})`, exactText(amount, scaleOf(amount))));
  // Parts of what is settled follow it, and become totals of others in their turn.
  for (const total of settled) {
    if (total.entity !== entity) continue;
    const parts = amounts.filter(({ field }) => field.converts?.addsUpTo?.replace('parent.', '') === total.field.name);
    statements.push(
      ...parts.map((part) => updateText(part, sharesText(records, total, parts), `SELECT id, share AS v FROM shares WHERE part = ${parts.indexOf(part)}`)),
    );
    settled.push(...parts);
  }
  return statements;
}

/** The records with what they are converted by: in one and the same currency as it is, without rounding to its decimals. */
function recordsText(model: Model, { exchange, fields, table }: Entity, which: string): string | null {
  const currency = model.played.get('currency');
  if (exchange === null || currency === undefined) return null;
  const column = (name: string): string => `o.${quoted(fields.get(name)?.column ?? name)}`;
  const isSame = `${column(exchange.companyCurrency)} = ${column(exchange.currency)}`;
  const decimals = `c.${quoted(currency.fields.get('decimals')?.column ?? 'decimals')}`;
  return `SELECT o.*, CASE WHEN ${isSame} THEN 1 WHEN ${decimals} IS NOT NULL THEN ${column(exchange.rate)} END AS _factor,
      CASE WHEN ${isSame} THEN NULL ELSE coalesce(${decimals}, 0) END::integer AS _decimals
    FROM ${quoted(table)} o LEFT JOIN ${quoted(currency.table)} c ON c.id = ${column(exchange.companyCurrency)} WHERE ${which}`;
}

function amountsOf(model: Model, entity: Entity): readonly Amount[] {
  const of = (one: Entity, key: string, orderOf: (place: number) => string): readonly Amount[] =>
    [...one.fields.values()].flatMap((field, place) => (field.converts === null ? [] : [{ entity: one, field, key, order: orderOf(place) }]));
  const lists = [...entity.fields.values()].filter(({ type }) => type === 'lines');
  const ofLines = lists.flatMap(({ target }, list) => {
    const line = model.entities.get(target ?? '');
    return line === undefined ? [] : of(line, 'parent_id', (place) => `${list + 1}, t.position, ${place}`);
  });
  return [...of(entity, 'id', (place) => `0, 0, ${place}`), ...ofLines];
}

function scaleOf({ field }: Amount): number {
  return field.scale ?? 0;
}

function sourceText({ entity, field }: Amount): string {
  return `t.${quoted(entity.fields.get(field.converts?.source ?? '')?.column ?? field.column)}`;
}

function exactText(amount: Amount, scale: number): string {
  return `SELECT t.id, round(${sourceText(amount)} * x._factor, least(x._decimals, ${scale})) AS v FROM x JOIN ${quoted(amount.entity.table)} t ON t.${amount.key} = x.id`;
}

/** What is left over of a total, in its smallest units, goes to the parts of which most was cut off (largest remainder method). */
function sharesText(records: string, { field }: Amount, parts: readonly Amount[]): string {
  const smallest = Math.min(...parts.map(scaleOf));
  const ofPart = (part: Amount, index: number): string =>
    `SELECT x.id AS owner, ${index} AS part, t.id, ARRAY[${part.order}] AS place, ${sourceText(part)} * x._factor AS exact, x.${quoted(field.column)} AS total, x._decimals,
        ${scaleOf(part)} AS scale, least(x._decimals, ${smallest}) AS places FROM x JOIN ${quoted(part.entity.table)} t ON t.${part.key} = x.id`;
  return `WITH x AS (${records}), parts AS (${parts.map(ofPart).join(' UNION ALL ')}),
    floors AS (SELECT *, ('1e' || places)::numeric AS up, floor(exact * ('1e' || places)::numeric) AS units FROM parts),
    overs AS (SELECT *, trunc(total * up - sum(units) OVER w) AS over, count(exact) OVER w AS n,
        row_number() OVER (PARTITION BY owner, exact IS NULL ORDER BY exact * up - units DESC, place) AS lucky FROM floors WINDOW w AS (PARTITION BY owner)),
    shares AS (SELECT id, part, CASE WHEN exact IS NULL THEN NULL WHEN total IS NULL OR _decimals IS NULL THEN round(exact, least(_decimals, scale))
        ELSE (units + floor(over / n) + (lucky <= over - floor(over / n) * n)::integer) * ('1e-' || places)::numeric END AS share FROM overs)`;
}

function updateOf({ entity, field }: Amount, before: string, values: string, only: string | null): string {
  const column = quoted(field.column);
  return `${before}, v AS MATERIALIZED (${values}) UPDATE ${quoted(entity.table)} t SET ${column} = v.v FROM v WHERE v.id = t.id AND t.${column} IS DISTINCT FROM v.v${only === null ? '' : ` AND ${only}`}`;
}
