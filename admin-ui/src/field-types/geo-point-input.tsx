import MyLocationOutlined from '@mui/icons-material/MyLocationOutlined';
import IconButton from '@mui/material/IconButton';
import type { ReactElement } from 'react';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { PartFields } from './part-fields.js';

const parts = [
  { name: 'latitude', text: 'geo.latitude' },
  { name: 'longitude', text: 'geo.longitude' },
] as const;

/** Latitude and longitude, typed or taken from where the device is. */
export function GeoPointInput(props: FieldInputProps): ReactElement {
  const { field, disabled, set } = props;
  const t = useText();
  const here = (): void =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set(field.name, { latitude: coords.latitude, longitude: coords.longitude }),
      () => undefined,
    );
  return (
    <PartFields {...props} parts={parts} columns="minmax(0, 1fr) minmax(0, 1fr) 34px" inputMode="decimal" clean={(typed) => typed.trim().replace(',', '.')}>
      <IconButton size="small" aria-label={t('geo.here')} disabled={disabled === true} onClick={here}>
        <MyLocationOutlined fontSize="small" />
      </IconButton>
    </PartFields>
  );
}
