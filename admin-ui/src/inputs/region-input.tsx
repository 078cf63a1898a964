import Autocomplete from '@mui/material/Autocomplete';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import TextField from '@mui/material/TextField';
import { useContext, useMemo, type ReactElement } from 'react';
import { formatDate } from '../fields/format.js';
import { LocaleContext, useText } from '../i18n/use-text.js';
import { useEntity } from '../meta/meta-context.js';
import { formerRegion, offered } from './regions.js';
import { useRegions } from './use-regions.js';

interface RegionInputProps {
  readonly label: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly required: boolean;
  readonly error: boolean;
  /** Entity of the regions; null where none are kept. */
  readonly regions: string | null;
  readonly country: string;
  onChange(value: string): void;
}

/** The region of an address: free text, with those of the country that are valid today to choose from, and for a former one what it is now. */
export function RegionInput({ label, value, disabled, required, error, regions, country, onChange }: RegionInputProps): ReactElement {
  const t = useText();
  const locale = useContext(LocaleContext);
  const known = useRegions(useEntity(regions ?? undefined), country);
  const today = new Date().toISOString().slice(0, 10);
  const names = useMemo(() => offered(known, today).map((region) => region.name), [known, today]);
  const former = formerRegion(known, value, today);
  return (
    <>
      <Autocomplete
        freeSolo
        size="small"
        options={names}
        inputValue={value}
        value={null}
        disabled={disabled}
        onInputChange={(_, text, reason) => reason !== 'reset' && onChange(text)}
        onChange={(_, chosen) => onChange(chosen ?? '')}
        renderInput={(props) => <TextField {...props} label={label} required={required} error={error} />}
      />
      {former === null ? null : (
        <FormHelperText component="div">
          {former.to === null
            ? t('address.former', { name: former.name })
            : t('address.formerSince', { name: former.name, date: formatDate(former.to, locale) })}{' '}
          {former.successor === null || disabled ? null : (
            <Button size="small" sx={{ p: 0, minWidth: 0, verticalAlign: 'baseline' }} onClick={() => onChange(former.successor ?? '')}>
              {t('address.useSuccessor', { name: former.successor })}
            </Button>
          )}
        </FormHelperText>
      )}
    </>
  );
}
