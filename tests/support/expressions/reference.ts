import { describeForm } from '../../../core/definitions/expressions/describe-type.js';
import { arithmeticFunctions } from '../../../core/definitions/expressions/functions/arithmetic.js';
import { comparisonFunctions } from '../../../core/definitions/expressions/functions/comparison.js';
import { dateFunctions } from '../../../core/definitions/expressions/functions/dates.js';
import type { FunctionEntry } from '../../../core/definitions/expressions/functions/function-entry.js';
import { listMacros } from '../../../core/definitions/expressions/functions/lists.js';
import { logicFunctions } from '../../../core/definitions/expressions/functions/logic.js';
import { numberFunctions } from '../../../core/definitions/expressions/functions/numbers.js';
import { textFunctions } from '../../../core/definitions/expressions/functions/texts.js';

/** The tables of docs/expressions.md, made from the function table. */
export function expressionReference(): string {
  const groups = Object.entries({
    Arithmetic: arithmeticFunctions,
    Comparison: comparisonFunctions,
    Logic: logicFunctions,
    Texts: textFunctions,
    Numbers: numberFunctions,
    Dates: dateFunctions,
  });
  return [...groups.map(([title, group]) => table(title, functionRows(group))), table('Lists', macroRows())].join('\n');
}

function functionRows(group: Readonly<Record<string, FunctionEntry>>): readonly string[] {
  return Object.entries(group).map(([name, { forms, summary, example }]) =>
    row([forms.map((form) => code(describeForm(name, form))).join('<br>'), summary, code(example)]),
  );
}

function macroRows(): readonly string[] {
  return Object.entries(listMacros).map(([name, { body, summary, example }]) =>
    row([code(`list.${name}(x, ${body.length === 1 ? body[0] : 'value'})`), summary, code(example)]),
  );
}

function table(title: string, rows: readonly string[]): string {
  return [`### ${title}`, '', row(['Written', 'What it gives', 'Holds']), row(['---', '---', '---']), ...rows, ''].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A bar would end the cell, even within code. */
function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
