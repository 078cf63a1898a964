import Add from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type ReactElement } from 'react';
import type { MetaEntity } from '../../../schemas/generated/types.js';
import { ReferenceInput } from '../inputs/reference-input.js';
import { useText } from '../i18n/use-text.js';
import { withChoice, type Draft, type Values } from '../record/use-draft.js';
import { takenBy } from './taken-by.js';

interface AddLineProps {
  readonly line: MetaEntity;
  readonly lines: readonly Values[];
  readonly draft: Draft;
  add(values: Values): void;
}

/** Adds a line. Where each line is about another record, that record is chosen and the line is there; else an empty one comes. */
export function AddLine({ line, lines, draft, add }: AddLineProps): ReactElement {
  const t = useText();
  const [added, setAdded] = useState(0);
  const about = line.fields.find((field) => field.type === 'reference' && field.distinct === true && field.writable);
  if (about === undefined)
    return (
      <Button startIcon={<Add />} onClick={() => add({})} sx={{ mt: 1 }}>
        {t('lines.add')}
      </Button>
    );
  return (
    <Box sx={{ mt: 1.5, maxWidth: 360 }}>
      <ReferenceInput
        // Another one each time, so that it is empty again.
        key={added}
        label={t('lines.addOf', { name: about.label })}
        field={{ ...about, required: false }}
        taken={takenBy(lines, about, null)}
        value={null}
        knownLabel={null}
        onChange={(choice) => {
          if (choice === null) return;
          add(withChoice(line, { [about.name]: choice.id }, about.name, choice, draft));
          setAdded((count) => count + 1);
        }}
      />
    </Box>
  );
}
