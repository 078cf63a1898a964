import ChevronRight from '@mui/icons-material/ChevronRight';
import ExpandMore from '@mui/icons-material/ExpandMore';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import type { ReactElement } from 'react';
import { useGetList, useStore } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import type { MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { messageOf } from '../api/message-of.js';
import { membersOf } from '../api/request.js';
import { FieldValue } from '../fields/field-value.js';
import { useText } from '../i18n/use-text.js';
import { EmptyState } from '../layout/empty-state.js';

interface LevelProps {
  readonly entity: MetaEntity;
  /** The record whose level it is; null for the topmost. */
  readonly above: string | null;
  readonly depth?: number;
  /** Shown beside the name. */
  readonly columns: readonly MetaField[];
}

/** Most records of one level; the rest is found by searching. */
const most = 200;

/** The records that lie directly within one, each with its own when it is unfolded. */
export function TreeLevel({ entity, above, depth = 0, columns }: LevelProps): ReactElement | null {
  const t = useText();
  const [field = 'id', order] = entity.list.sort;
  const { data, total, isPending, error } = useGetList(entity.path, {
    filter: { [entity.tree ?? 'id']: above },
    sort: { field, order: order === 'DESC' ? 'DESC' : 'ASC' },
    pagination: { page: 1, perPage: most },
  });
  if (error !== null) return <EmptyState icon="flag" title={t('error.title')} hint={messageOf(error, t)} />;
  if (isPending) return <Skeleton sx={{ mx: 2, my: 1 }} />;
  if (data.length === 0)
    return depth === 0 ? <EmptyState icon={entity.icon} title={t('list.emptyTitle')} hint={above === null ? t('list.emptyHint') : ''} /> : null;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {data.map((record) => (
        <Node key={record.id} entity={entity} depth={depth} columns={columns} record={membersOf(record)} />
      ))}
      {(total ?? 0) > data.length ? (
        <Box component="li" sx={{ py: 1, pl: indent(depth), color: 'text.secondary', fontSize: '0.8438rem' }}>
          {t('tree.more', { count: (total ?? 0) - data.length })}
        </Box>
      ) : null}
    </Box>
  );
}

interface NodeProps extends Omit<LevelProps, 'above' | 'depth'> {
  readonly depth: number;
  readonly record: ReadonlyMap<string, unknown>;
}

function Node({ entity, depth, columns, record }: NodeProps): ReactElement {
  const t = useText();
  const id = String(record.get('id'));
  const name = String(record.get('_label') ?? '—');
  const count = Number(record.get('_children') ?? 0);
  const [isOpen, setOpen] = useStore<boolean>(`${entity.path}.unfolded.${id}`, false);
  return (
    <li>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 0.5,
          minHeight: 42,
          pl: indent(depth),
          pr: 2,
          borderBottom: 1,
          borderColor: 'divider',
          py: 0.5,
          '&:hover': { bgcolor: 'action.hover' },
        }}
      >
        {count > 0 ? (
          <IconButton size="small" aria-expanded={isOpen} aria-label={t(isOpen ? 'tree.fold' : 'tree.unfold', { name })} onClick={() => setOpen(!isOpen)}>
            {isOpen ? <ExpandMore fontSize="small" /> : <ChevronRight fontSize="small" />}
          </IconButton>
        ) : (
          <Box sx={{ width: 30, flexShrink: 0 }} />
        )}
        <Link
          component={RouterLink}
          to={`/${entity.path}/${id}/show`}
          color="inherit"
          underline="hover"
          sx={{ fontWeight: depth === 0 ? 600 : 500, minWidth: 0, overflowWrap: 'anywhere' }}
        >
          {name}
        </Link>
        {count > 0 ? <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>{count}</Box> : null}
        <Box sx={{ flexGrow: 1 }} />
        <Beside entity={entity} columns={columns} record={record} />
      </Box>
      {isOpen && count > 0 ? <TreeLevel entity={entity} above={id} depth={depth + 1} columns={columns} /> : null}
    </li>
  );
}

function Beside({ entity, columns, record }: Omit<NodeProps, 'depth'>): ReactElement {
  const sx = {
    display: { xs: 'none', sm: 'block' },
    color: 'text.secondary',
    fontSize: '0.8438rem',
    maxWidth: 280,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  };
  return (
    <>
      {columns.map((field) => (
        <Box key={field.name} sx={sx}>
          <FieldValue entity={entity} field={field} record={record} isDense />
        </Box>
      ))}
    </>
  );
}

/** Deep levels stay within a phone. */
function indent(depth: number): { readonly xs: number; readonly sm: number } {
  return { xs: 1 + Math.min(depth, 6) * 1.75, sm: 1 + Math.min(depth, 12) * 3 };
}
