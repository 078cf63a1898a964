import Close from '@mui/icons-material/Close';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useContext, useState, type ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';

/** What people said about a record. */
export function Comments({ path }: { readonly path: string }): ReactElement {
  const t = useText();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { data, refetch } = useQuery({ queryKey: ['comments', path], queryFn: async () => (await request('GET', `/${path}/comments`)).json });
  const act = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
      setProblem(null);
      await refetch();
    } catch (error) {
      setProblem(messageOf(error, t));
    }
  };
  const send = (): Promise<void> =>
    act(async () => {
      await request('POST', `/${path}/comments`, { text });
      setText('');
    });
  const comments = Array.isArray(data) ? data.map(membersOf) : [];
  return (
    <Box sx={{ p: 2, display: 'grid', gap: 1.75 }}>
      {problem === null ? null : <Alert severity="error">{problem}</Alert>}
      {comments.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {t('side.noComments')}
        </Typography>
      ) : null}
      {comments.map((comment) => (
        <Comment
          key={String(comment.get('id'))}
          comment={comment}
          remove={() => act(() => request('DELETE', `/${path}/comments/${String(comment.get('id'))}`))}
        />
      ))}
      <TextField
        multiline
        minRows={2}
        maxRows={8}
        value={text}
        onChange={({ target }) => setText(target.value)}
        placeholder={t('side.write')}
        slotProps={{ htmlInput: { 'aria-label': t('side.write') } }}
      />
      <Button variant="contained" sx={{ justifySelf: 'end' }} disabled={text.trim() === ''} onClick={() => void send()}>
        {t('side.send')}
      </Button>
    </Box>
  );
}

function Comment({ comment, remove }: { readonly comment: ReadonlyMap<string, unknown>; readonly remove: () => Promise<void> }): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  const { meta } = useMeta();
  const by = membersOf(comment.get('by'));
  return (
    <Box>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
        <Typography variant="body2" sx={{ fontWeight: 600 }}>
          {String(by.get('label') ?? t('side.nobody'))}
        </Typography>
        <Typography variant="caption" color="textSecondary" sx={{ mr: 'auto' }}>
          {formatInstant(String(comment.get('at')), locale)}
        </Typography>
        {by.get('id') === meta.user.id ? (
          <IconButton size="small" aria-label={t('side.removeComment')} onClick={() => void remove()}>
            <Close sx={{ fontSize: 16 }} />
          </IconButton>
        ) : null}
      </Box>
      <Typography variant="body2" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {String(comment.get('text'))}
      </Typography>
    </Box>
  );
}
