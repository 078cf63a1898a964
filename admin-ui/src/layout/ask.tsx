import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';

interface AskProps {
  readonly isOpen: boolean;
  readonly text: string;
  readonly yes: string;
  /** Of the way back; cancel unless said. */
  readonly no?: string;
  onYes(): void;
  onNo(): void;
}

/** A question before something that cannot be undone. */
export function Ask({ isOpen, text, yes, no, onYes, onNo }: AskProps): ReactElement {
  const t = useText();
  return (
    <Dialog open={isOpen} onClose={onNo} maxWidth="xs" fullWidth>
      <DialogContent>
        <DialogContentText color="textPrimary">{text}</DialogContentText>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onNo} color="inherit">
          {no ?? t('record.cancel')}
        </Button>
        <Button onClick={onYes} variant="contained" autoFocus>
          {yes}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
