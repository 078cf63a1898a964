import Close from '@mui/icons-material/Close';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import { useContext, useState, type ReactElement } from 'react';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../api/message-of.js';
import { membersOf, request } from '../api/request.js';
import { formatInstant } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import type { Choice } from '../inputs/reference-options.js';
import { useMeta } from '../meta/meta-context.js';
import { CommentBox } from './comment-box.js';
import { CommentText } from './comment-text.js';

/** What people said about a record. */
export function Comments({ path }: { readonly path: string }): ReactElement {
  const t = useText();
  const [unseen, setUnseen] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { data, refetch } = useQuery({ queryKey: ['comments', path], queryFn: async () => (await request('GET', `/${path}/comments`)).json });
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    setUnseen('');
    try {
      await work();
      setProblem(null);
      await refetch();
      return true;
    } catch (error) {
      setProblem(messageOf(error, t));
      return false;
    }
  };
  const send = (text: string, mentions: readonly Choice[]): Promise<boolean> =>
    act(async () => {
      const { json } = await request('POST', `/${path}/comments`, { text, mentions: mentions.map(({ id }) => id) });
      const told = mentionedIn(membersOf(json)).map((one) => one.get('id'));
      setUnseen(
        mentions
          .filter(({ id }) => !told.includes(id))
          .map(({ label }) => label)
          .join(', '),
      );
    });
  const comments = Array.isArray(data) ? data.map(membersOf) : [];
  return (
    <Box sx={{ p: 2, display: 'grid', gap: 1.75 }}>
      {problem === null ? null : <Alert severity="error">{problem}</Alert>}
      {unseen === '' ? null : <Alert severity="info">{t('mention.unseen', { names: unseen })}</Alert>}
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
      <CommentBox send={send} />
    </Box>
  );
}

function Comment({ comment, remove }: { readonly comment: ReadonlyMap<string, unknown>; readonly remove: () => Promise<unknown> }): ReactElement {
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
      <CommentText text={String(comment.get('text'))} names={mentionedIn(comment).map((one) => String(one.get('label')))} />
    </Box>
  );
}

function mentionedIn(comment: ReadonlyMap<string, unknown>): readonly ReadonlyMap<string, unknown>[] {
  const mentions = comment.get('mentions');
  return Array.isArray(mentions) ? mentions.map(membersOf) : [];
}
