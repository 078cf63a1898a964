import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useEffect, useState, type ReactElement } from 'react';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { useChoices, type Choice } from './reference-options.js';

interface ManyInputProps {
  readonly label: string;
  readonly target: string;
  readonly value: readonly string[];
  readonly error?: string | undefined;
  readonly help?: string | null;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean;
  onChange(value: readonly string[]): void;
}

/** Several records of another entity, found by typing. */
export function ManyInput({ label, target: targetId, value, error, help, placeholder, disabled, onChange }: ManyInputProps): ReactElement {
  const t = useText();
  const target = useEntity(targetId);
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const choices = useChoices(target, typed, undefined, isOpen);
  const missing = value.filter((id) => !known.has(id)).join(',');
  useEffect(() => {
    if (target === null || missing === '') return;
    const filter = encodeURIComponent(JSON.stringify({ id: missing.split(',') }));
    request('GET', `/${target.path}?filter=${filter}&fields=id`)
      .then(({ json }) => setKnown((old) => new Map([...old, ...missing.split(',').map((id) => [id, '…'] as const), ...labelsIn(json)])))
      .catch(() => undefined);
  }, [target, missing]);
  const chosen = value.map((id): Choice => ({ id, label: known.get(id) ?? '…', name: null, record: new Map() }));
  return (
    <Autocomplete
      multiple
      size="small"
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      options={choices}
      filterOptions={(options) => options}
      filterSelectedOptions
      getOptionLabel={(choice) => choice.label}
      getOptionKey={(choice) => choice.id}
      isOptionEqualToValue={(one, other) => one.id === other.id}
      value={chosen}
      disabled={disabled === true || target === null}
      noOptionsText={t('input.noMatch')}
      onInputChange={(_, text, reason) => setTyped(reason === 'input' ? text : '')}
      onChange={(_, next) => {
        setKnown((old) => new Map([...old, ...next.filter(({ label: text }) => text !== '…').map((choice) => [choice.id, choice.label] as const)]));
        onChange(next.map((choice) => choice.id));
      }}
      renderInput={(props) => (
        <TextField
          {...props}
          label={label}
          error={error !== undefined}
          helperText={error ?? help}
          placeholder={value.length === 0 ? (placeholder ?? '') : ''}
        />
      )}
    />
  );
}

function labelsIn(json: unknown): readonly (readonly [string, string])[] {
  return Array.isArray(json) ? json.map(membersOf).map((record) => [String(record.get('id')), String(record.get('_label') ?? '…')] as const) : [];
}
