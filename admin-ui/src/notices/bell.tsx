import NotificationsNoneOutlined from '@mui/icons-material/NotificationsNoneOutlined';
import Badge from '@mui/material/Badge';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { membersOf } from '../api/request.js';
import { useAnswer } from '../api/use-answer.js';
import { useText } from '../i18n/use-text.js';
import { NoticeList } from './notice-list.js';
import { noticesIn, type Notice } from './notice.js';
import { useRead } from './use-read.js';

const seconds = 30;
const most = 99;

/** The bell of the top bar: how much is unread, and the newest notices. */
export function Bell(): ReactElement {
  const t = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { data } = useAnswer('/notices', () => seconds);
  const members = membersOf(data?.json);
  const unread = Number(members.get('unread') ?? 0);
  const shown = unread > most ? `${most}+` : String(unread);
  const notices = noticesIn(members.get('notices'));
  const close = (): void => setAnchor(null);
  return (
    <>
      <IconButton
        aria-label={unread === 0 ? t('notice.bell') : t('notice.unread', { count: shown })}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {unread === 0 ? (
          <NotificationsNoneOutlined />
        ) : (
          <Badge badgeContent={shown} color="primary">
            <NotificationsNoneOutlined />
          </Badge>
        )}
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{
          paper: {
            role: 'dialog',
            'aria-label': t('notice.bell'),
            sx: {
              width: 400,
              maxWidth: 'calc(100vw - 32px)',
              maxHeight: 'min(560px, 80vh)',
              border: 1,
              borderColor: 'divider',
              boxShadow: '0 8px 28px rgb(0 0 0 / 12%)',
            },
          },
        }}
      >
        <Content notices={notices} unread={unread} close={close} />
      </Popover>
    </>
  );
}

interface ContentProps {
  readonly notices: readonly Notice[];
  readonly unread: number;
  close(): void;
}

function Content({ notices, unread, close }: ContentProps): ReactElement {
  const t = useText();
  const read = useRead();
  return (
    <>
      <Box sx={{ px: 2, py: 1.25, display: 'flex', alignItems: 'center', borderBottom: 1, borderColor: 'divider', minHeight: 56 }}>
        <Typography variant="h2" sx={{ flexGrow: 1 }}>
          {t('notice.bell')}
        </Typography>
        {unread === 0 ? null : <Button onClick={() => void read()}>{t('notice.readAll')}</Button>}
      </Box>
      {notices.length === 0 ? (
        <Box sx={{ py: 5, px: 3, textAlign: 'center' }}>
          <Typography sx={{ fontWeight: 600 }}>{t('notice.none')}</Typography>
          <Typography variant="body2" color="textSecondary">
            {t('notice.noneHint')}
          </Typography>
        </Box>
      ) : (
        <NoticeList notices={notices} onGone={close} />
      )}
    </>
  );
}
