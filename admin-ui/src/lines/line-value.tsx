import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { FieldValue } from '../fields/field-value.js';
import { RollupFigure } from '../ledgers/rollup-figure.js';

interface LineValueProps {
  readonly line: MetaEntity;
  readonly column: MetaField;
  readonly row: ReadonlyMap<string, unknown>;
}

/** What a line has in one column, to read. */
export function LineValue({ line, column, row }: LineValueProps): ReactElement {
  if (column.rollup === undefined) return <FieldValue entity={line} field={column} record={row} />;
  return <RollupFigure entity={line} field={column} rollup={column.rollup} record={row} />;
}
