import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';

interface SecretDialogProps {
  readonly title: string;
  readonly text: string;
  readonly secret: string;
  onClose(): void;
}

/** Something that is shown this once. */
export function SecretDialog({ title, text, secret, onClose }: SecretDialogProps): ReactElement {
  const t = useText();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm">
      <DialogTitle>{title}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{text}</DialogContentText>
        <TextField
          value={secret}
          slotProps={{ htmlInput: { readOnly: true, 'aria-label': title, style: { fontFamily: 'monospace' } } }}
          onFocus={(event) => event.target.select()}
        />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button color="inherit" onClick={() => void navigator.clipboard.writeText(secret)}>
          {t('record.copy')}
        </Button>
        <Button variant="contained" onClick={onClose}>
          {t('record.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
