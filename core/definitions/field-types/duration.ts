import type { Field } from '../model.js';
import { accepted, described, refused, type Accepted, type FieldType } from './field-type.js';
import { integerType } from './integer.js';

/** Longest duration in seconds, some three hundred years. */
const longest = 9_999_999_999;
const iso = /^(-)?P(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,9})M)?(?:(\d{1,10})S)?)?$/u;
const unitSeconds = [604_800, 86_400, 3600, 60, 1] as const;

/** A length of time in whole seconds; ISO 8601 in weeks, days, hours, minutes and seconds is taken too. Months and years have no fixed length and are refused. */
export const durationType: FieldType = {
  ...integerType,
  accept: (json, field) => {
    const seconds = typeof json === 'string' ? secondsOf(json.slice(0, 80).trim()) : json;
    if (typeof seconds !== 'number' || !Number.isInteger(seconds)) return refused('field.duration', { found: described(json) });
    return withinLimits(seconds === 0 ? 0 : seconds, field);
  },
  schema: () => ({ type: 'integer', description: 'Seconds.', examples: [5400] }),
};

function secondsOf(text: string): number | null {
  if (/^-?\d{1,16}$/u.test(text)) return Number(text);
  const found = iso.exec(text);
  const parts = found?.slice(2) ?? [];
  if (found === null || parts.every((part) => part === undefined)) return null;
  const sum = parts.reduce((total, part, index) => total + Number(part ?? 0) * (unitSeconds[index] ?? 0), 0);
  return found[1] === '-' ? -sum : sum;
}

function withinLimits(seconds: number, { declaration }: Field): Accepted {
  const { min = -longest, max = longest } = declaration?.type === 'duration' ? declaration : {};
  if (seconds < min) return refused('field.too-small', { found: seconds, min });
  return seconds > max ? refused('field.too-large', { found: seconds, max }) : accepted(seconds);
}
