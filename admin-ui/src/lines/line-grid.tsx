import ArrowUpward from '@mui/icons-material/ArrowUpward';
import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import type { KeyboardEvent, ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { isNumber } from '../fields/is-number.js';
import { FieldInput } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { linesOf, withChoice, type Draft, type Values } from '../record/use-draft.js';
import { AddLine } from './add-line.js';
import { lineColumns } from './line-columns.js';
import { newLine } from './new-line.js';
import { takenBy } from './taken-by.js';
import { useValidValues } from './use-valid-values.js';

interface LineGridProps {
  readonly field: MetaField;
  readonly draft: Draft;
  readonly errors: ReadonlyMap<string, string>;
  readonly disabled: boolean;
}

/** The lines of a record, to write: a table, on a phone a card each. Enter on the last line adds one. */
export function LineGrid({ field, draft, errors, disabled }: LineGridProps): ReactElement | null {
  const t = useText();
  const line = useEntity(field.target);
  const isPhone = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  useValidValues(field, line, draft);
  if (line === null) return null;
  const lines = linesOf(draft.values[field.name]);
  const add = (): void => draft.setLines(field.name, (old) => [...old, newLine()]);
  const entered = (event: KeyboardEvent, index: number): void => {
    if (event.key !== 'Enter' || event.defaultPrevented || event.target instanceof HTMLButtonElement || event.target instanceof HTMLTextAreaElement) return;
    event.preventDefault();
    if (index === lines.length - 1) add();
  };
  const rows = { field, line, lines, draft, errors, disabled, entered };
  const error = errors.get(`/${field.name}`);
  return (
    <>
      {isPhone ? <Cards {...rows} /> : <Grid {...rows} />}
      {disabled ? null : <AddLine {...{ line, lines, draft }} add={(values) => draft.setLines(field.name, (old) => [...old, { ...newLine(), ...values }])} />}
      {(error ?? field.help) === null ? null : <FormHelperText error={error !== undefined}>{error ?? field.help}</FormHelperText>}
      {lines.map((values, index) => {
        const ofLine = errors.get(`/${field.name}/${index}`);
        return ofLine === undefined ? null : (
          <FormHelperText key={keyOf(values, index)} error>
            {`${t('lines.line', { number: index + 1 })}: ${ofLine}`}
          </FormHelperText>
        );
      })}
    </>
  );
}

interface RowsProps extends LineGridProps {
  readonly line: MetaEntity;
  readonly lines: readonly Values[];
  entered(event: KeyboardEvent, index: number): void;
}

function Grid(props: RowsProps): ReactElement {
  const { field, line, lines, disabled, entered } = props;
  const columns = writtenColumns(line);
  return (
    <Box sx={{ overflowX: 'auto', mx: -2.5, px: 0.5 }} tabIndex={0} role="region" aria-label={field.label}>
      <Table size="small" aria-label={field.label} sx={{ '& td': { px: 0.5, py: 0.5, border: 0, verticalAlign: 'top' }, '& th': { px: 1.25 } }}>
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableCell key={column.name} align={isNumber(column) ? 'right' : 'left'}>
                {column.label}
                {column.required ? ' *' : ''}
              </TableCell>
            ))}
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((values, index) => (
            <TableRow key={keyOf(values, index)} onKeyDown={(event) => entered(event, index)}>
              {columns.map((column) => (
                <TableCell key={column.name} sx={{ minWidth: widthOf(column, columns) }}>
                  <Cell {...props} column={column} values={values} index={index} isBare />
                </TableCell>
              ))}
              <TableCell sx={{ whiteSpace: 'nowrap', width: 72 }}>{disabled ? null : <LineButtons {...props} index={index} />}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function Cards(props: RowsProps): ReactElement {
  const { line, lines, disabled } = props;
  const t = useText();
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      {lines.map((values, index) => (
        <Box
          key={keyOf(values, index)}
          role="group"
          aria-label={t('lines.line', { number: index + 1 })}
          sx={{ border: 1, borderColor: 'divider', borderRadius: 2, p: 1.5, display: 'grid', gap: 1.5 }}
        >
          {writtenColumns(line).map((column) => (
            <Cell key={column.name} {...props} column={column} values={values} index={index} isBare={false} />
          ))}
          {disabled ? null : (
            <Box sx={{ textAlign: 'right' }}>
              <LineButtons {...props} index={index} />
            </Box>
          )}
        </Box>
      ))}
    </Box>
  );
}

interface CellProps extends RowsProps {
  readonly column: MetaField;
  readonly values: Values;
  readonly index: number;
  readonly isBare: boolean;
}

function Cell({ field, line, lines, draft, errors, disabled, column, values, index, isBare }: CellProps): ReactElement | null {
  const isNew = typeof values['id'] !== 'string';
  const now = draft.now(line, column, values);
  if (now === null) return null;
  const set: Draft['set'] = (name, value, choice) =>
    draft.setLines(field.name, (old) => old.map((one, at) => (at === index ? withChoice(line, { ...one, [name]: value }, name, choice, draft) : one)));
  return (
    <FieldInput
      entity={line}
      field={isBare ? withoutUnit(now, line) : now}
      record={new Map([...Object.entries(values), ['_parent', draft.values]])}
      error={errors.get(`/${field.name}/${index}/${column.name}`)}
      taken={takenBy(lines, column, index)}
      disabled={disabled || (!column.computed && !(isNew ? now.writable : now.changeable))}
      {...(isBare ? { ariaLabel: `${column.label} ${index + 1}` } : {})}
      set={set}
    />
  );
}

function LineButtons({ field, draft, index }: RowsProps & { readonly index: number }): ReactElement {
  const t = useText();
  const change = (work: (lines: readonly Values[]) => readonly Values[]): void => draft.setLines(field.name, work);
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('lines.up', { number: index + 1 })}
        disabled={index === 0}
        onClick={() => change((old) => [...old.slice(0, index - 1), ...old.slice(index, index + 1), ...old.slice(index - 1, index), ...old.slice(index + 1)])}
      >
        <ArrowUpward sx={{ fontSize: 18 }} />
      </IconButton>
      <IconButton size="small" aria-label={t('lines.remove', { number: index + 1 })} onClick={() => change((old) => old.filter((_, at) => at !== index))}>
        <Close sx={{ fontSize: 18 }} />
      </IconButton>
    </>
  );
}

/** What is posted about a line later has no place where it is written. */
function writtenColumns(line: MetaEntity): readonly MetaField[] {
  return lineColumns(line).filter(({ rollup }) => rollup === undefined);
}

/** A unit that has a column of its own is not said beside each number too. */
function withoutUnit(column: MetaField, line: MetaEntity): MetaField {
  if (column.type === 'money' || !writtenColumns(line).some(({ name }) => name === column.unit)) return column;
  const { unit: _unit, ...plain } = column;
  return plain;
}

/** Keeps a row in place while others move; a line not saved yet has a key of its own. */
function keyOf(values: Values, index: number): string {
  return String(values['id'] ?? values['_key'] ?? index);
}

const widths: Partial<Record<MetaField['type'], number>> = { money: 128, percent: 92, boolean: 60 };

function widthOf(column: MetaField, columns: readonly MetaField[]): number {
  if (columns.some(({ unit }) => unit === column.name)) return 112;
  if (column.type === 'reference') return 190;
  return widths[column.type] ?? (isNumber(column) ? 104 : 150);
}
