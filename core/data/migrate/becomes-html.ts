import type { Column } from '../column.js';

/** Whether what was text in a column is to be read as HTML. */
export function becomesHtml(before: Column, column: Column): boolean {
  return before.isHtml === false && column.isHtml === true;
}
