import { arithmeticSql } from './arithmetic.js';
import { comparisonSql } from './comparison.js';
import { dateSql } from './dates.js';
import { listSql, listTestSql } from './lists.js';
import { choiceSql, logicSql } from './logic.js';
import { numberSql } from './numbers.js';
import type { MacroSql, TruthSql, ValueSql } from './sql-compiler.js';
import { textSql, textTestSql } from './texts.js';

/** SQL of functions that give a value, by the names of the function table. */
export const valueSql: ReadonlyMap<string, ValueSql> = new Map<string, ValueSql>(
  Object.entries({ ...arithmeticSql, ...choiceSql, ...textSql, ...numberSql, ...dateSql }),
);

/** SQL of functions that give a condition. */
export const truthSql: ReadonlyMap<string, TruthSql> = new Map<string, TruthSql>(Object.entries({ ...comparisonSql, ...logicSql, ...textTestSql }));

/** SQL of macros; `filter` and `map`, which give lists, are part of the compiler. */
export const macroSql: ReadonlyMap<string, MacroSql> = new Map<string, MacroSql>(Object.entries({ ...listSql, ...listTestSql }));
