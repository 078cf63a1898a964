import MyLocationOutlined from '@mui/icons-material/MyLocationOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import { membersOf } from '../api/request.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { Labelled } from './labelled.js';

const parts = ['latitude', 'longitude'] as const;

/** Latitude and longitude, typed or taken from where the device is. */
export function GeoPointInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const given = membersOf(record.get(field.name));
  const write = (part: string, text: string): void => {
    const next = new Map([...given, [part, text === '' ? null : text]]);
    set(field.name, parts.every((name) => (next.get(name) ?? null) === null) ? null : Object.fromEntries(next));
  };
  const here = (): void =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set(field.name, { latitude: coords.latitude, longitude: coords.longitude }),
      () => undefined,
    );
  return (
    <Labelled {...props}>
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) 34px', alignItems: 'center' }}>
        {parts.map((part) => (
          <TextField
            key={part}
            size="small"
            label={t(`geo.${part}`)}
            value={String(given.get(part) ?? '')}
            disabled={disabled === true}
            onChange={({ target }) => write(part, target.value.trim().replace(',', '.'))}
            slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
          />
        ))}
        <IconButton size="small" aria-label={t('geo.here')} disabled={disabled === true} onClick={here}>
          <MyLocationOutlined fontSize="small" />
        </IconButton>
      </Box>
    </Labelled>
  );
}
