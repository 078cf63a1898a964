import type { FieldInputProps } from '../inputs/field-input.js';

type Named = Readonly<Record<string, string>>;

/** The label of an input; in a grid the heading of the column is the label, and the name is for those who hear the screen. */
export function named({ field, ariaLabel }: FieldInputProps, kind: 'label' | 'aria' = 'label'): Named {
  if (kind === 'label') return ariaLabel === undefined ? { label: field.label } : {};
  return ariaLabel === undefined ? {} : { 'aria-label': ariaLabel };
}

/** What a text field shows below itself: what is wrong, or else the help. */
export function shownError({ field, error, disabled, ariaLabel }: FieldInputProps): {
  readonly error: boolean;
  readonly helperText: string | null;
  readonly required: boolean;
  readonly disabled: boolean;
} {
  return {
    error: error !== undefined,
    helperText: error ?? (ariaLabel === undefined ? field.help : null),
    required: field.required,
    disabled: disabled === true,
  };
}
