import Skeleton from '@mui/material/Skeleton';
import { lazy, Suspense, type ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { Labelled } from './labelled.js';

const Editor = lazy(() => import('./rich-text-editor.js').then((module) => ({ default: module.RichTextEditor })));

/** Formatted text; the editor is loaded when a form needs it. */
export function RichTextInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  return (
    <Labelled {...props}>
      <Suspense fallback={<Skeleton variant="rounded" height={160} />}>
        <Editor label={field.label} value={String(record.get(field.name) ?? '')} disabled={disabled === true} onChange={(html) => set(field.name, html)} />
      </Suspense>
    </Labelled>
  );
}
