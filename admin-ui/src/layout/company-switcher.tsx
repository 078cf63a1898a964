import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useEffect, type ReactElement } from 'react';
import { chooseCompany, chosenCompany } from '../api/chosen-company.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';
import { useCompanyNames } from './use-company-names.js';

/** Which company to work in, for those who work for several. */
export function CompanySwitcher(): ReactElement | null {
  const t = useText();
  const { meta } = useMeta();
  const { companyIds } = meta.user;
  const names = useCompanyNames();
  // Of whoever signed in here before, or taken from the user since.
  const isForeign = chosenCompany() !== '' && !companyIds.includes(chosenCompany());
  useEffect(() => {
    if (isForeign) chooseCompany('');
  }, [isForeign]);
  if (names.size < 2) return null;
  const chosen = chosenCompany();
  return (
    <TextField
      select
      size="small"
      value={names.has(chosen) ? chosen : ''}
      onChange={({ target }) => chooseCompany(target.value)}
      slotProps={{ select: { displayEmpty: true }, htmlInput: { 'aria-label': t('nav.company') } }}
      sx={{ width: { xs: 172, sm: 200 }, '& .MuiSelect-select': { py: 0.75 } }}
    >
      <MenuItem value="">{t('nav.everyCompany')}</MenuItem>
      {[...names].map(([id, name]) => (
        <MenuItem key={id} value={id}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}
