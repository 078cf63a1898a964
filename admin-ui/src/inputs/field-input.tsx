import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { FieldValue, unitOf } from '../fields/field-value.js';
import { isNumber } from '../fields/is-number.js';
import { inputs } from '../field-types/inputs.js';
import { AddressInput } from './address-input.js';
import { DateInput } from './date-input.js';
import { EnumInput } from './enum-input.js';
import { ImageInput } from './image-input.js';
import { useMeta } from '../meta/meta-context.js';
import { lineSource } from './line-source.js';
import { ManyInput } from './many-input.js';
import { NumberInput } from './number-input.js';
import { ReferenceInput } from './reference-input.js';
import type { Choice } from './reference-options.js';
import { YesNoInput } from './yes-no-input.js';

/** One field of a record in a form. */
export interface FieldInputProps {
  /** Null where the field belongs to no record: settings. */
  readonly entity: MetaEntity | null;
  readonly field: MetaField;
  readonly record: ReadonlyMap<string, unknown>;
  readonly error?: string | undefined;
  readonly disabled?: boolean;
  /** Shown as it is, because it is computed or may not be written. */
  readonly isFixed?: boolean;
  /** In a grid of lines the heading of the column is the label. */
  readonly ariaLabel?: string;
  /** Of a reference: records that may not be chosen once more. */
  readonly taken?: ReadonlySet<string> | null;
  /** `choice` tells what is known of a record that was chosen. */
  set(name: string, value: unknown, choice?: Choice | null): void;
}

/** The input that the type of the field asks for; what cannot be written is shown as it is. */
export function FieldInput(props: FieldInputProps): ReactElement {
  const { field } = props;
  if (field.computed || props.isFixed === true) return <ReadOnly {...props} />;
  const Input = inputs[field.type];
  if (Input !== undefined) return <Input {...props} />;
  if (isNumber(field)) return <NumberField {...props} />;
  switch (field.type) {
    case 'boolean':
      return <YesNoInput {...props} />;
    case 'date':
    case 'datetime':
      return <DateField {...props} />;
    case 'enum':
      return <EnumInput {...props} />;
    case 'reference':
      return <ReferenceField {...props} />;
    case 'many-to-many':
      return <ManyField {...props} />;
    case 'address':
      return <AddressField {...props} />;
    case 'image':
      return <ImageField {...props} />;
    default:
      return <Text {...props} value={textIn(props) ?? ''} />;
  }
}

function textIn({ field, record }: FieldInputProps): string | null {
  const value = record.get(field.name) ?? null;
  return value === null ? null : String(value);
}

/** Label and help; in a grid the name alone. */
function named({ field, ariaLabel }: FieldInputProps): { readonly label?: string; readonly help?: string | null; readonly ariaLabel?: string } {
  return ariaLabel === undefined ? { label: field.label, help: field.help } : { ariaLabel };
}

function NumberField(props: FieldInputProps): ReactElement {
  const { field, record, error, disabled, set } = props;
  return (
    <NumberInput
      {...named(props)}
      {...{ field, error, disabled: disabled === true }}
      value={textIn(props)}
      unit={field.type === 'percent' ? '%' : unitOf(field, record)}
      onChange={(next) => set(field.name, next === null ? null : field.type === 'integer' && /^-?\d{1,15}$/u.test(next) ? Number(next) : next)}
    />
  );
}

function DateField(props: FieldInputProps): ReactElement {
  const { field, error, disabled, set } = props;
  return (
    <DateInput
      {...named(props)}
      {...{ error, disabled: disabled === true, required: field.required, hasTime: field.type === 'datetime' }}
      value={textIn(props)}
      onChange={(next) => set(field.name, next)}
    />
  );
}

function ReferenceField(props: FieldInputProps): ReactElement {
  const { entity, field, record, error, disabled, taken = null, set } = props;
  const { entities } = useMeta();
  const target = entities.get(field.target ?? '');
  const source = target?.kind === 'line' && entity !== null ? lineSource(entities, entity, target, membersOf(record.get('_parent'))) : null;
  return (
    <ReferenceInput
      {...named(props)}
      {...{ field, error, source, taken, disabled: disabled === true }}
      value={textIn(props)}
      knownLabel={labelOf(record, field.name)}
      onChange={(choice) => set(field.name, choice?.id ?? null, choice)}
    />
  );
}

function ManyField({ field, record, error, disabled, set }: FieldInputProps): ReactElement {
  const value = record.get(field.name);
  return (
    <ManyInput
      label={field.label}
      help={field.help}
      placeholder={field.placeholder}
      {...{ error, disabled: disabled === true }}
      target={field.target ?? ''}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(next) => set(field.name, next)}
    />
  );
}

function AddressField({ field, record, error, disabled, set }: FieldInputProps): ReactElement {
  return (
    <AddressInput
      field={field}
      value={membersOf(record.get(field.name))}
      error={error}
      disabled={disabled === true}
      onChange={(next) => set(field.name, next)}
    />
  );
}

function ImageField(props: FieldInputProps): ReactElement {
  const { entity, field, record, error, disabled, set } = props;
  const id = record.get('id');
  return (
    <ImageInput
      label={field.label}
      help={field.help}
      {...{ error, disabled: disabled === true }}
      value={textIn(props)}
      source={id === undefined || entity === null ? null : `/api/${entity.path}/${String(id)}/files/${field.name}`}
      onChange={(next) => set(field.name, next)}
    />
  );
}

function labelOf(record: ReadonlyMap<string, unknown>, name: string): string | null {
  const label = membersOf(record.get('_labels')).get(name);
  return typeof label === 'string' ? label : null;
}

function ReadOnly({ entity, field, record, ariaLabel }: FieldInputProps): ReactElement {
  const value = entity === null ? null : <FieldValue entity={entity} field={field} record={record} />;
  if (ariaLabel !== undefined) return <Box sx={{ textAlign: isNumber(field) ? 'right' : 'left', py: 1 }}>{value}</Box>;
  return (
    <Box sx={{ minHeight: 40 }}>
      <Typography variant="caption" color="textSecondary" component="div">
        {field.label}
      </Typography>
      <Box sx={{ fontWeight: 500 }}>{value}</Box>
    </Box>
  );
}

const inputTypes = { email: 'email', phone: 'tel', url: 'url' } as const;

function Text({ field, error, disabled, ariaLabel, set, value }: FieldInputProps & { readonly value: string }): ReactElement {
  const type = field.type === 'email' || field.type === 'phone' || field.type === 'url' ? inputTypes[field.type] : 'text';
  const isLong = field.type === 'long-text';
  return (
    <TextField
      {...(ariaLabel === undefined ? { label: field.label } : {})}
      type={type}
      value={value}
      multiline={isLong}
      {...(isLong ? { minRows: 3, maxRows: 14 } : {})}
      required={field.required}
      disabled={disabled === true}
      error={error !== undefined}
      helperText={error ?? (ariaLabel === undefined ? field.help : undefined)}
      placeholder={field.placeholder ?? ''}
      onChange={({ target }) => set(field.name, target.value === '' ? null : target.value)}
      slotProps={{ htmlInput: { autoComplete: 'off', ...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel }) } }}
    />
  );
}
