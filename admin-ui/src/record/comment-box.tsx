import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ListItemButton from '@mui/material/ListItemButton';
import Paper from '@mui/material/Paper';
import Popper from '@mui/material/Popper';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import type { Choice } from '../inputs/reference-options.js';
import { useMentions, type Mentions } from './use-mentions.js';

/** Where a comment is written; @ offers users to mention. Ctrl-Enter sends. */
export function CommentBox({ send }: { readonly send: (text: string, mentions: readonly Choice[]) => Promise<boolean> }): ReactElement {
  const t = useText();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const listId = useId();
  const [isSending, setSending] = useState(false);
  const mentions = useMentions(area);
  const submit = async (): Promise<void> => {
    if (isSending || mentions.text.trim() === '') return;
    setSending(true);
    if (await send(mentions.text, mentions.mentioned())) mentions.clear();
    setSending(false);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
    else if (!mentions.pressed(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isOpen = mentions.offered.length > 0;
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <TextField
        multiline
        minRows={2}
        maxRows={8}
        value={mentions.text}
        inputRef={area}
        onChange={({ target }) => mentions.type(target.value, target.selectionStart)}
        onKeyDown={pressed}
        onBlur={mentions.close}
        placeholder={t('side.write')}
        helperText={t('mention.hint')}
        slotProps={{
          htmlInput: {
            'aria-label': t('side.write'),
            'aria-autocomplete': 'list',
            ...(isOpen ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${mentions.active}` } : {}),
          },
        }}
      />
      <Offer mentions={mentions} listId={listId} anchor={area.current} />
      <Button variant="contained" sx={{ justifySelf: 'end' }} disabled={isSending || mentions.text.trim() === ''} onClick={() => void submit()}>
        {t('side.send')}
      </Button>
    </Box>
  );
}

interface OfferProps {
  readonly mentions: Mentions;
  readonly listId: string;
  readonly anchor: HTMLElement | null;
}

function Offer({ mentions, listId, anchor }: OfferProps): ReactElement {
  const t = useText();
  return (
    <Popper open={mentions.offered.length > 0} anchorEl={anchor} placement="bottom-start" sx={{ zIndex: 30 }}>
      <Paper
        variant="outlined"
        role="listbox"
        id={listId}
        aria-label={t('mention.people')}
        sx={{ p: 0.5, width: 260, boxShadow: '0 8px 28px rgb(0 0 0 / 12%)' }}
      >
        {mentions.offered.map((choice, index) => (
          <ListItemButton
            key={choice.id}
            role="option"
            id={`${listId}-${index}`}
            aria-selected={index === mentions.active}
            selected={index === mentions.active}
            tabIndex={-1}
            // The caret stays where it is.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => mentions.choose(choice)}
            sx={{ py: 0.5, px: 1 }}
          >
            <Typography variant="body2" noWrap>
              {choice.label}
            </Typography>
          </ListItemButton>
        ))}
      </Paper>
    </Popper>
  );
}
