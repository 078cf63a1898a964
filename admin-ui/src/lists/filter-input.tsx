import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { lazy, type ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { useEntity } from '../meta/meta-context.js';
import { useText } from '../i18n/use-text.js';
import { isNumber } from '../fields/is-number.js';
import { DateInput } from '../inputs/date-input.js';
import { ManyInput } from '../inputs/many-input.js';
import { NumberInput } from '../inputs/number-input.js';
import { OptionsInput } from '../inputs/options-input.js';

interface FilterInputProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly filter: Readonly<Record<string, unknown>>;
  set(name: string, value: unknown): void;
}

/** What a field can be asked, by its type. */
export function FilterInput({ entity, field, filter, set }: FilterInputProps): ReactElement {
  const { name } = field;
  if (field.type === 'boolean') return <YesNoFilter field={field} value={filter[name]} set={(value) => set(name, value)} />;
  if (field.type === 'enum' || field.type === 'multi-enum' || name === 'state') {
    const options = name === 'state' ? entity.states.map((state) => ({ value: state.name, label: state.label })) : (field.options ?? []);
    return <OptionsInput label={field.label} options={options} value={textsOf(filter[name])} onChange={(value) => set(name, value)} />;
  }
  if (field.type === 'reference' || field.type === 'many-to-many') return <ReferenceFilter field={field} filter={filter} set={set} />;
  const Asked = askedBy[field.type];
  if (Asked !== undefined) return <Asked entity={entity} field={field} filter={filter} set={set} />;
  if (isNumber(field)) return <Between field={field} filter={filter} set={set} />;
  return <TextField label={field.label} value={String(filter[`${name}_contains`] ?? '')} onChange={(event) => set(`${name}_contains`, event.target.value)} />;
}

const PlainBetween = lazy(() => import('./plain-between.js').then((module) => ({ default: module.PlainBetween })));

const TagsFilter = lazy(() => import('./tags-filter.js').then((module) => ({ default: module.TagsFilter })));

/** How a field is asked whose type is no text; a new type is a line here. */
const askedBy: Readonly<Partial<Record<MetaField['type'], (props: FilterInputProps) => ReactElement>>> = {
  date: Between,
  datetime: Between,
  rating: Between,
  duration: (props) => <PlainBetween {...props} />,
  time: (props) => <PlainBetween {...props} />,
  color: Equal,
  address: Presence,
  'geo-point': Presence,
  json: Presence,
  tags: (props) => <TagsFilter {...props} />,
  image: Presence,
  'any-reference': Presence,
  file: Presence,
  files: Presence,
  signature: Presence,
};

function Equal({ field, filter, set }: FilterInputProps): ReactElement {
  return <TextField label={field.label} value={String(filter[field.name] ?? '')} onChange={({ target }) => set(field.name, target.value)} />;
}

/** Whether there is a value, where there is nothing else to ask. */
function Presence({ field, filter, set }: FilterInputProps): ReactElement {
  const t = useText();
  const name = `${field.name}_isNull`;
  return <YesNoFilter field={{ ...field, label: `${field.label}: ${t('op.isNull')}` }} value={filter[name]} set={(value) => set(name, value)} />;
}

/** Of a tree, what lies within the chosen records is meant too. */
function ReferenceFilter({ field, filter, set }: Omit<FilterInputProps, 'entity'>): ReactElement {
  const isTree = (useEntity(field.target)?.tree ?? null) !== null;
  const name = isTree ? `${field.name}_under` : field.name;
  return <ManyInput label={field.label} target={field.target ?? ''} value={textsOf(filter[name])} onChange={(value) => set(name, value)} />;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)];
}

function YesNoFilter({ field, value, set }: { readonly field: MetaField; readonly value: unknown; readonly set: (value: unknown) => void }): ReactElement {
  const t = useText();
  return (
    <TextField
      select
      label={field.label}
      value={value === undefined ? '' : String(value)}
      onChange={({ target }) => set(target.value === '' ? null : target.value === 'true')}
    >
      <MenuItem value="">{t('record.empty')}</MenuItem>
      <MenuItem value="true">{t('record.yes')}</MenuItem>
      <MenuItem value="false">{t('record.no')}</MenuItem>
    </TextField>
  );
}

function Between({ field, filter, set }: Omit<FilterInputProps, 'entity'>): ReactElement {
  const t = useText();
  const bound = (operator: 'gte' | 'lte'): ReactElement => {
    const name = `${field.name}_${operator}`;
    const label = `${field.label}: ${t(`op.${operator}`)}`;
    const value = filter[name] === undefined ? null : String(filter[name]);
    if (isNumber(field) || field.type === 'rating') return <NumberInput label={label} field={field} value={value} onChange={(next) => set(name, next)} />;
    const day = value === null ? null : value.slice(0, 10);
    return <DateInput label={label} value={day} onChange={(next) => set(name, next !== null && field.type === 'datetime' ? edgeOf(next, operator) : next)} />;
  };
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }}>
      {bound('gte')}
      {bound('lte')}
    </Box>
  );
}

/** First or last moment of a day on this device. */
function edgeOf(day: string, operator: 'gte' | 'lte'): string {
  return new Date(`${day}T${operator === 'gte' ? '00:00:00.000' : '23:59:59.999'}`).toISOString();
}
