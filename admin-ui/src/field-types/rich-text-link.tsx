import LinkOutlined from '@mui/icons-material/LinkOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import TextField from '@mui/material/TextField';
import type { Editor } from '@tiptap/core';
import { useState, type ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import { linkAddress } from './link-address.js';

interface RichTextLinkProps {
  readonly editor: Editor;
  readonly isActive: boolean;
  readonly disabled: boolean;
}

/** Makes a link of the chosen words, or of its own address where none are chosen. */
export function RichTextLink({ editor, isActive, disabled }: RichTextLinkProps): ReactElement {
  const t = useText();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [typed, setTyped] = useState('');
  const open = (from: HTMLElement): void => {
    const known: unknown = editor.getAttributes('link')['href'];
    setTyped(typeof known === 'string' ? known : '');
    setAnchor(from);
  };
  const apply = (address: string): void => {
    setAnchor(null);
    const chain = editor.chain().focus();
    if (editor.state.selection.empty && !isActive)
      chain.insertContent({ type: 'text', text: typed.trim(), marks: [{ type: 'link', attrs: { href: address } }] }).run();
    else chain.extendMarkRange('link').setLink({ href: address }).run();
  };
  const remove = (): void => {
    setAnchor(null);
    editor.chain().focus().extendMarkRange('link').unsetLink().run();
  };
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('rich.link')}
        aria-pressed={isActive}
        color={isActive ? 'primary' : 'default'}
        disabled={disabled}
        onClick={({ currentTarget }) => open(currentTarget)}
      >
        <LinkOutlined fontSize="small" />
      </IconButton>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}>
        <AddressRow typed={typed} canRemove={isActive} onType={setTyped} onApply={apply} onRemove={remove} />
      </Popover>
    </>
  );
}

interface AddressRowProps {
  readonly typed: string;
  readonly canRemove: boolean;
  onType(text: string): void;
  onApply(address: string): void;
  onRemove(): void;
}

function AddressRow({ typed, canRemove, onType, onApply, onRemove }: AddressRowProps): ReactElement {
  const t = useText();
  const address = linkAddress(typed);
  const apply = (): void => (address === null ? undefined : onApply(address));
  return (
    <Box sx={{ display: 'flex', gap: 1, p: 1.5, alignItems: 'center', flexWrap: { xs: 'wrap', sm: 'nowrap' } }}>
      <TextField
        autoFocus
        size="small"
        label={t('rich.address')}
        placeholder="https://"
        value={typed}
        error={typed.trim() !== '' && address === null}
        onChange={({ target }) => onType(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          apply();
        }}
        sx={{ minWidth: 220 }}
      />
      <Button disabled={address === null} onClick={apply} sx={{ flexShrink: 0 }}>
        {t('rich.apply')}
      </Button>
      {canRemove ? (
        <Button color="inherit" onClick={onRemove} sx={{ flexShrink: 0 }}>
          {t('rich.unlink')}
        </Button>
      ) : null}
    </Box>
  );
}
