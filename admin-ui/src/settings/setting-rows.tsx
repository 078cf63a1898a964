import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useNotify } from 'react-admin';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { request } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { SoftChip } from '../fields/soft-chip.js';
import { useText } from '../i18n/use-text.js';
import { fieldOf } from '../meta/meta-context.js';
import { sectionLabel } from '../record/section-label.js';
import { headersOf, type Effective, type Layer } from './effective.js';
import { useLayerText } from './use-layer-text.js';

interface SettingRowsProps {
  readonly entity: MetaEntity;
  readonly company: string | null;
  readonly effective: Effective;
}

/** Each setting with what holds, whose that is, and the way back to what would hold without it. */
export function SettingRows({ entity, company, effective }: SettingRowsProps): readonly ReactElement[] {
  return entity.sections.flatMap((section) => {
    const fields = section.fields.flatMap(({ field: name }) => {
      const field = fieldOf(entity, name);
      return field === null || !effective.layers.has(name) ? [] : [field];
    });
    const label = sectionLabel(entity, section);
    if (fields.length === 0) return [];
    return [
      <Paper key={section.key} variant="outlined" component="section" sx={{ mb: 2, px: { xs: 2, sm: 2.5 } }}>
        {label === null ? null : (
          <Typography variant="h2" sx={{ pt: 2 }}>
            {label}
          </Typography>
        )}
        {fields.map((field) => (
          <SettingRow key={field.name} {...{ entity, company, effective, field }} />
        ))}
      </Paper>,
    ];
  });
}

const colors = { company: 'blue', installation: 'green', default: 'grey' } as const;

function SettingRow(props: SettingRowsProps & { readonly field: MetaField }): ReactElement {
  const { entity, effective, field } = props;
  const t = useText();
  const textOf = useLayerText();
  const [holds, next] = effective.layers.get(field.name) ?? [];
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr) auto', sm: 'minmax(0, 5fr) minmax(0, 5fr) 132px 148px' },
        columnGap: 2,
        rowGap: 0.5,
        alignItems: 'center',
        py: 1.25,
        minHeight: 56,
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <Box sx={{ gridColumn: { xs: 'span 2', sm: 'auto' }, minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 500 }}>
          {field.label}
        </Typography>
        {field.help === null ? null : (
          <Typography variant="caption" color="textSecondary" component="div">
            {field.help}
          </Typography>
        )}
      </Box>
      <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {holds?.isHidden === true ? textOf(field, holds) : <FieldValue entity={entity} field={field} record={recordOf(effective)} />}
        {holds === undefined || holds.from === 'default' ? null : (
          <Typography variant="caption" color="textSecondary" component="div">
            {next === undefined ? t('setting.otherwiseEmpty') : t('setting.otherwise', { value: textOf(field, next), from: t(`setting.${next.from}`) })}
          </Typography>
        )}
      </Box>
      <Box sx={{ textAlign: { xs: 'right', sm: 'left' } }}>
        {holds === undefined ? null : <SoftChip label={t(`setting.${holds.from}`)} color={colors[holds.from]} />}
      </Box>
      <Box sx={{ gridColumn: { xs: 'span 2', sm: 'auto' }, textAlign: 'right' }}>
        <TakeBack {...props} holds={holds} />
      </Box>
    </Box>
  );
}

/** What holds, as a record: a number may count in a currency that stands beside it. */
function recordOf({ layers }: Effective): ReadonlyMap<string, unknown> {
  const held = [...layers].map(([name, [first]]) => [name, first] as const);
  const labels = Object.fromEntries(held.map(([name, layer]) => [name, layer?.label ?? null]));
  return new Map<string, unknown>([...held.map(([name, layer]) => [name, layer?.value ?? null] as const), ['_labels', labels]]);
}

/** The own value is emptied, so that what stands behind it holds again. */
function TakeBack({
  entity,
  company,
  effective: { id, version },
  field,
  holds,
}: SettingRowsProps & { readonly field: MetaField; readonly holds: Layer | undefined }): ReactElement | null {
  const t = useText();
  const notify = useNotify();
  const client = useQueryClient();
  const isOwn = holds?.from === (company === null ? 'installation' : 'company');
  if (!isOwn || id === null || !entity.can.update || !field.changeable || field.inherits !== true) return null;
  const takeBack = async (): Promise<void> => {
    try {
      await request('PATCH', `/${entity.path}/${id}`, { [field.name]: null }, { ...headersOf(company), 'if-match': `"${version ?? 0}"` });
      notify(t('setting.takenBack', { name: field.label }), { type: 'success' });
    } catch (error) {
      notify(messageOf(error, t), { type: 'error', multiLine: true });
    }
    await client.invalidateQueries();
  };
  return (
    <Button size="small" color="inherit" aria-label={t('setting.takeBackOf', { name: field.label })} onClick={() => void takeBack()}>
      {t('setting.takeBack')}
    </Button>
  );
}
