import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import TextField from '@mui/material/TextField';
import { useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { messageOf } from '../api/message-of.js';
import { useUpload } from '../inputs/use-upload.js';
import { useText } from '../i18n/use-text.js';
import { beginStroke, clearInk, drawOn, pictureOf, signatureSize, writeName } from './signature-ink.js';
import { uploadFile } from './upload-file.js';

interface SignaturePadProps {
  readonly label: string;
  readonly isSigned: boolean;
  readonly disabled: boolean;
  /** Id of the uploaded picture; null when it was wiped. */
  onSign(id: string | null): void;
}

/** Paper to sign on with finger, pen or mouse; who cannot, writes a name. */
export function SignaturePad({ label, isSigned, disabled, onSign }: SignaturePadProps): ReactElement {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const upload = useUpload();
  const told = (id: string | null, wrong: string | null): void => {
    onSign(id);
    setProblem(wrong);
  };
  const keep = (): void => {
    const paper = canvas.current;
    if (paper === null) return;
    void upload.run(
      async () => {
        const picture = await pictureOf(paper);
        return picture === null ? null : uploadFile(picture, 'signature.png');
      },
      (id) => told(id, null),
      // What was signed before is not what stands on the paper.
      (failure) => told(null, messageOf(failure, t)),
    );
  };
  const write = (name: string): void => {
    if (canvas.current === null) return;
    writeName(canvas.current, name);
    keep();
  };
  const wipe = (): void => {
    upload.drop();
    if (canvas.current !== null) clearInk(canvas.current);
    told(null, null);
  };
  return (
    <Box sx={{ maxWidth: signatureSize.width }}>
      <Box
        component="canvas"
        ref={canvas}
        {...signatureSize}
        role="img"
        aria-label={t('signature.draw', { name: label })}
        onPointerDown={(event: PointerEvent<HTMLCanvasElement>) => (disabled ? undefined : beginStroke(event))}
        onPointerMove={drawOn}
        onPointerUp={() => (disabled ? undefined : keep())}
        sx={{ ...paper, cursor: disabled ? 'default' : 'crosshair' }}
      />
      <NameRow disabled={disabled} canWipe={isSigned || upload.isBusy || problem !== null} onWrite={write} onWipe={wipe} />
      <FormHelperText error={problem !== null} role="status">
        {problem ?? t(isSigned ? 'signature.signed' : 'signature.hint')}
      </FormHelperText>
    </Box>
  );
}

interface NameRowProps {
  readonly disabled: boolean;
  readonly canWipe: boolean;
  onWrite(name: string): void;
  onWipe(): void;
}

function NameRow({ disabled, canWipe, onWrite, onWipe }: NameRowProps): ReactElement {
  const t = useText();
  const [name, setName] = useState('');
  const write = (): void => (name.trim() === '' ? undefined : onWrite(name.trim()));
  return (
    <Box sx={{ display: 'flex', gap: 1, mt: 1, alignItems: 'center', flexWrap: { xs: 'wrap', sm: 'nowrap' } }}>
      <TextField
        size="small"
        label={t('signature.name')}
        value={name}
        disabled={disabled}
        onChange={({ target }) => setName(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          write();
        }}
        slotProps={{ htmlInput: { maxLength: 80, autoComplete: 'off' } }}
      />
      <Button variant="outlined" color="inherit" disabled={disabled || name.trim() === ''} onClick={write} sx={{ flexShrink: 0 }}>
        {t('signature.write')}
      </Button>
      <Button color="inherit" disabled={disabled || !canWipe} onClick={onWipe} sx={{ flexShrink: 0 }}>
        {t('signature.clear')}
      </Button>
    </Box>
  );
}

const paper = {
  width: '100%',
  aspectRatio: '3 / 1',
  touchAction: 'none',
  bgcolor: '#ffffff',
  border: 1,
  borderColor: 'divider',
  borderRadius: 1,
  display: 'block',
};
