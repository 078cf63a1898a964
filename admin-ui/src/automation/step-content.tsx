import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Fragment, type ReactElement } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { membersOf } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { useText, type Say } from '../i18n/use-text.js';
import { fieldOf, useEntity } from '../meta/meta-context.js';
import { RecordLink } from './record-link.js';
import type { RunStep } from './run.js';

const mostShown = 20;

/** What a step worked with and what came of it, in the words of the entity. */
export function StepContent({ step }: { readonly step: RunStep }): ReactElement | null {
  const t = useText();
  const entity = useEntity(step.entity ?? undefined);
  // A step that changed a record gives that record: once is enough.
  const output = step.output === membersOf(step.input).get('id') ? null : step.output;
  if (isNothing(step.input) && isNothing(output)) return null;
  return (
    <Box sx={{ mt: 1, p: 1.5, borderRadius: 2, bgcolor: 'action.hover', display: 'grid', gap: 1.25, fontSize: '0.8438rem' }}>
      {isNothing(step.input) ? null : <Part label={t('auto.input')} entity={entity} content={step.input} />}
      {isNothing(output) ? null : <Part label={t('auto.output')} entity={entity} content={output} />}
    </Box>
  );
}

function isNothing(content: unknown): boolean {
  return content === null || content === undefined || (typeof content === 'object' && Object.keys(content).length === 0);
}

interface PartProps {
  readonly label: string;
  readonly entity: MetaEntity | null;
  readonly content: unknown;
}

function Part({ label, entity, content }: PartProps): ReactElement {
  const t = useText();
  const rows = Array.isArray(content) ? [] : [...membersOf(content)];
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="caption" color="textSecondary" component="div" sx={{ fontWeight: 600 }}>
        {label}
      </Typography>
      {rows.length === 0 ? (
        <Content entity={entity} content={content} />
      ) : (
        <Box
          component="dl"
          sx={{
            m: 0,
            display: 'grid',
            gridTemplateColumns: { xs: 'minmax(80px, 32%) minmax(0, 1fr)', sm: '170px minmax(0, 1fr)' },
            columnGap: 1.5,
            rowGap: 0.25,
          }}
        >
          {rows.map(([name, value]) => (
            <Fragment key={name}>
              <Box component="dt" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
                {nameOf(entity, name, t)}
              </Box>
              <Box component="dd" sx={{ m: 0, minWidth: 0, overflowWrap: 'anywhere' }}>
                <Member entity={entity} name={name} value={value} />
              </Box>
            </Fragment>
          ))}
        </Box>
      )}
    </Box>
  );
}

const named = { to: 'auto.to', title: 'auto.title', text: 'auto.text' } as const;

function nameOf(entity: MetaEntity | null, name: string, t: Say): string {
  if (name === 'id') return t('auto.record');
  return fieldOf(entity, name)?.label ?? (name === 'to' || name === 'title' || name === 'text' ? t(named[name]) : name);
}

function Member({ entity, name, value }: { readonly entity: MetaEntity | null; readonly name: string; readonly value: unknown }): ReactElement {
  const field = fieldOf(entity, name);
  if (name === 'id' || entity === null || field === null) return <Content entity={name === 'to' ? null : entity} content={value} users={name === 'to'} />;
  if (field.type === 'reference' && typeof value === 'string') return <RecordLink entity={field.target ?? null} id={value} />;
  if (typeof value === 'object' && value !== null) return <Plain content={value} />;
  return <FieldValue entity={entity} field={field} record={new Map([[name, value]])} />;
}

/** Ids are the way to their records; everything else is shown as it is. */
function Content({ entity, content, users = false }: Pick<PartProps, 'entity' | 'content'> & { readonly users?: boolean }): ReactElement {
  const target = users ? 'core.user' : (entity?.id ?? null);
  const list: readonly unknown[] = Array.isArray(content) ? content : [content];
  if (target === null || list.length === 0 || !list.every(isId)) return <Plain content={content} />;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      {list.filter(isId).map((id, index) => (index < mostShown ? <RecordLink key={id} entity={target} id={id} /> : null))}
      {list.length > mostShown ? <span>… {list.length}</span> : null}
    </Box>
  );
}

function Plain({ content }: { readonly content: unknown }): ReactElement {
  const t = useText();
  if (content === null) return <>{t('record.empty')}</>;
  if (typeof content === 'boolean') return <>{t(content ? 'record.yes' : 'record.no')}</>;
  if (typeof content !== 'object') return <>{String(content)}</>;
  return (
    <Box component="pre" tabIndex={0} sx={{ m: 0, fontSize: '0.75rem', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxHeight: 240, overflowY: 'auto' }}>
      {JSON.stringify(content, null, 1)}
    </Box>
  );
}

function isId(content: unknown): content is string {
  return typeof content === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(content);
}
