import Avatar from '@mui/material/Avatar';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useContext, type ReactElement, type ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { displays } from '../field-types/displays.js';
import { formatDate, formatInstant, formatNumber, withCurrency } from './format.js';
import { SoftChip } from './soft-chip.js';

interface FieldValueProps {
  readonly entity: MetaEntity;
  readonly field: MetaField;
  readonly record: ReadonlyMap<string, unknown>;
  /** In a list, where a row is a link already and space is dear. */
  readonly isDense?: boolean;
}

/** One field of a record as people read it. */
export function FieldValue(props: FieldValueProps): ReactElement {
  const t = useText();
  const content = contentOf(props.record.get(props.field.name), props);
  if (content === null)
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {t('record.empty')}
      </Box>
    );
  return <>{content}</>;
}

function contentOf(value: unknown, props: FieldValueProps): ReactNode {
  const { field, entity, record } = props;
  if (value === null || value === undefined || value === '') return null;
  const Display = displays[field.type];
  if (Display !== undefined) return <Display {...props} value={value} />;
  switch (field.type) {
    case 'boolean':
      return <YesNo value={value === true} />;
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
    case 'quantity':
      return <NumberValue text={String(value)} field={field} record={record} />;
    case 'date':
    case 'datetime':
      return <Moment text={String(value)} isDay={field.type === 'date'} />;
    case 'enum':
      return <Option entity={entity} field={field} value={String(value)} />;
    case 'reference':
      return <Reference {...props} id={String(value)} />;
    case 'many-to-many':
      return Array.isArray(value) && value.length > 0 ? <Many {...props} /> : null;
    case 'address':
      return addressText(value) || null;
    case 'image':
      return <Picture {...props} />;
    default:
      return <TextValue {...props} text={String(value)} />;
  }
}

function YesNo({ value }: { readonly value: boolean }): ReactElement {
  const t = useText();
  return <SoftChip label={t(value ? 'record.yes' : 'record.no')} color={value ? 'green' : 'grey'} />;
}

function NumberValue({
  text,
  field,
  record,
}: {
  readonly text: string;
  readonly field: MetaField;
  readonly record: ReadonlyMap<string, unknown>;
}): ReactElement {
  const locale = useContext(LocaleContext);
  const unit = field.type === 'percent' ? '%' : unitOf(field, record);
  const number = formatNumber(text, field, locale, labelAt(field.unit, record));
  const plain = unit === '' ? number : `${number} ${unit}`;
  return <span style={{ whiteSpace: 'nowrap' }}>{field.type === 'money' ? withCurrency(number, unit, locale) : plain}</span>;
}

/** Label of the currency or unit: of the record itself, or of a record that came beside it. What holds for all lines of a record is not said in each. */
export function unitOf({ unit }: MetaField, record: ReadonlyMap<string, unknown>): string {
  return unit?.startsWith('parent.') === true ? '' : labelAt(unit, record);
}

function labelAt(unit: string | undefined, record: ReadonlyMap<string, unknown>): string {
  const path = unit?.split('.') ?? [];
  const owner = path.slice(0, -1).reduce((of, name) => membersOf(of.get(`_${name}`)), record);
  const label = membersOf(owner.get('_labels')).get(path.at(-1) ?? '');
  return typeof label === 'string' ? label : '';
}

function Moment({ text, isDay }: { readonly text: string; readonly isDay: boolean }): ReactElement {
  const locale = useContext(LocaleContext);
  return <span style={{ whiteSpace: 'nowrap' }}>{isDay ? formatDate(text, locale) : formatInstant(text, locale)}</span>;
}

function Option({ entity, field, value }: { readonly entity: MetaEntity; readonly field: MetaField; readonly value: string }): ReactElement {
  const state = field.name === 'state' ? entity.states.find((one) => one.name === value) : undefined;
  const option = state ?? field.options?.find((one) => one.value === value);
  return <SoftChip label={option?.label ?? value} color={option?.color ?? 'grey'} />;
}

function Reference({ field, record, id, isDense }: FieldValueProps & { readonly id: string }): ReactElement {
  const t = useText();
  const target = useEntity(field.target);
  const label = membersOf(record.get('_labels')).get(field.name);
  const text = typeof label === 'string' && label !== '' ? label : t('record.none');
  if (isDense === true || target === null || target.kind === 'line' || typeof label !== 'string') return <span>{text}</span>;
  return (
    <Link component={RouterLink} to={`/${target.path}/${id}/show`} underline="hover">
      {text}
    </Link>
  );
}

function Many({ field, record }: FieldValueProps): ReactElement {
  const t = useText();
  const labels = membersOf(record.get('_labels')).get(field.name);
  const texts = Array.isArray(labels) ? labels.map((label: unknown) => (typeof label === 'string' ? label : t('record.none'))) : [];
  return (
    <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 0.5 }}>
      {texts.map((text, index) => (
        <SoftChip key={index} label={text} color="grey" />
      ))}
    </Box>
  );
}

/** The parts of an address on one line. */
export function addressText(value: unknown): string {
  const parts = membersOf(value);
  return ['street', 'city', 'region', 'postalCode', 'country']
    .map((name) => parts.get(name))
    .filter((part) => typeof part === 'string' && part !== '')
    .join(', ');
}

function Picture({ entity, field, record, isDense }: FieldValueProps): ReactElement {
  const source = `/api/${entity.path}/${String(record.get('id'))}/files/${field.name}`;
  return isDense === true ? (
    <Avatar variant="rounded" src={source} alt="" sx={{ width: 26, height: 26 }} />
  ) : (
    <Box component="img" src={source} alt={field.label} sx={{ maxWidth: '100%', maxHeight: 160, borderRadius: 2, display: 'block' }} />
  );
}

function TextValue({ field, text, isDense }: FieldValueProps & { readonly text: string }): ReactElement {
  if (isDense === true) return <span>{text.length > 80 ? `${text.slice(0, 80)}…` : text}</span>;
  if (field.type === 'email') return <Link href={`mailto:${text}`}>{text}</Link>;
  if (field.type === 'phone') return <Link href={`tel:${text}`}>{text}</Link>;
  if (field.type === 'url' && /^https?:\/\//u.test(text))
    return (
      <Link href={text} target="_blank" rel="noopener noreferrer">
        {text}
      </Link>
    );
  return <span style={{ whiteSpace: field.type === 'long-text' ? 'pre-wrap' : 'normal', overflowWrap: 'anywhere' }}>{text}</span>;
}
