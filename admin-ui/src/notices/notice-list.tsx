import Check from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useContext, type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import type { Notice } from './notice.js';
import { useRead } from './use-read.js';

/** Notices one below the other; each leads to its record and is read by going there. */
export function NoticeList({ notices, onGone }: { readonly notices: readonly Notice[]; readonly onGone?: () => void }): ReactElement {
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {notices.map((notice) => (
        <Item key={notice.id} notice={notice} onGone={onGone} />
      ))}
    </Box>
  );
}

function Item({ notice, onGone }: { readonly notice: Notice; readonly onGone: (() => void) | undefined }): ReactElement {
  const t = useText();
  const read = useRead();
  const place = usePlace(notice);
  const go = (): void => {
    if (!notice.isRead) void read([notice.id]);
    if (place !== null) onGone?.();
  };
  const style = {
    flexGrow: 1,
    minWidth: 0,
    justifyContent: 'flex-start',
    textAlign: 'left',
    pl: 2,
    pr: 1,
    py: 1.25,
    gap: 1.25,
    alignItems: 'flex-start',
  } as const;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        alignItems: 'center',
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-of-type': { borderBottom: 0 },
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      {place !== null ? (
        <ButtonBase component={Link} to={place} onClick={go} sx={style}>
          <Content notice={notice} />
        </ButtonBase>
      ) : (
        <Box sx={{ ...style, display: 'flex' }}>
          <Content notice={notice} />
        </Box>
      )}
      {notice.isRead ? null : (
        <IconButton size="small" aria-label={t('notice.readOne', { title: notice.title })} onClick={() => void read([notice.id])} sx={{ mr: 1 }}>
          <Check fontSize="small" />
        </IconButton>
      )}
    </Box>
  );
}

/** Where a notice leads: to its record, or to the run that failed. */
function usePlace({ entity: id, record }: Notice): string | null {
  const entity = useEntity(id ?? undefined);
  if (record === null) return null;
  if (id === 'trellis.run') return `/workflows/runs/${record}`;
  return entity === null ? null : `/${entity.path}/${record}/show`;
}

function Content({ notice }: { readonly notice: Notice }): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  return (
    <>
      <Box
        component="span"
        {...(notice.isRead ? {} : { role: 'img', 'aria-label': t('notice.unreadMark') })}
        sx={{ width: 8, height: 8, mt: 0.8, borderRadius: '50%', flexShrink: 0, bgcolor: notice.isRead ? 'transparent' : 'primary.main' }}
      />
      <Box component="span" sx={{ minWidth: 0, display: 'block' }}>
        <Typography component="span" variant="body2" sx={{ display: 'block', fontWeight: notice.isRead ? 400 : 600, overflowWrap: 'anywhere' }}>
          {notice.title}
        </Typography>
        {notice.text === null ? null : (
          <Typography
            component="span"
            variant="body2"
            color="textSecondary"
            sx={{ display: '-webkit-box', WebkitLineClamp: 2, WebkitBoxOrient: 'vertical', overflow: 'hidden', overflowWrap: 'anywhere' }}
          >
            {notice.text}
          </Typography>
        )}
        <Typography component="span" variant="caption" color="textSecondary" sx={{ display: 'block' }}>
          {formatInstant(notice.at, locale)}
        </Typography>
      </Box>
    </>
  );
}
