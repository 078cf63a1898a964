import type { Executor } from '../../data/database.js';
import { validValuesSql } from '../../data/query/dated-sql.js';
import type { Model } from '../../definitions/model.js';

/** What a rate is looked up by: ids, and the day; without a day there is none. */
export interface RateQuestion {
  readonly currency: string;
  readonly against: string;
  readonly company: string | null;
  readonly day: string | null;
}

/** The rate that is valid for each question of one company, null where none is: that of the company itself, else the one that all share. One statement, whatever their number. */
export async function ratesOn(model: Model, executor: Executor, questions: readonly RateQuestion[]): Promise<readonly (string | null)[]> {
  const rates = model.played.get('exchange-rate');
  if (rates === undefined) return questions.map(() => null);
  const asked = questions.flatMap(({ currency, against, company, day }) => [
    { keys: { currency, against, company }, day },
    { keys: { currency, against, company: null }, day },
  ]);
  const found: unknown = JSON.parse(
    (await executor.text(validValuesSql({ model, entity: rates, company: questions[0]?.company ?? null }, { field: 'rate' }, asked, noDay))) ?? '{}',
  );
  const answers = new Map<string, unknown>(typeof found === 'object' && found !== null ? Object.entries(found) : []);
  const rateAt = (place: number): string | null => {
    const answer = answers.get(String(place));
    return typeof answer === 'object' && answer !== null && 'value' in answer && typeof answer.value === 'string' ? answer.value : null;
  };
  return questions.map(({ day }, index) => (day === null ? null : (rateAt(index * 2) ?? rateAt(index * 2 + 1))));
}

/** Stands for a day that is not said; its answer is passed over. */
const noDay = '1000-01-01';
