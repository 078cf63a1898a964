import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useEffect, useState, type ReactElement } from 'react';
import { chooseCompany, chosenCompany } from '../api/chosen-company.js';
import { membersOf, request } from '../api/request.js';
import { useText } from '../i18n/use-text.js';
import { useMeta } from '../meta/meta-context.js';

/** As many as one page of a list holds. */
const most = 200;

/** Which company to work in, for those who work for several. */
export function CompanySwitcher(): ReactElement | null {
  const t = useText();
  const { meta } = useMeta();
  const { companyIds } = meta.user;
  const path = meta.entities.find(({ plays }) => plays === 'company')?.path;
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    // Of whoever signed in here before, or taken from the user since.
    if (chosenCompany() !== '' && !companyIds.includes(chosenCompany())) return chooseCompany('');
    if (companyIds.length < 2 || path === undefined) return;
    // Some see companies for which they do not work.
    const filter = encodeURIComponent(JSON.stringify({ id: companyIds.slice(0, most) }));
    const asked = `/${path}?range=[0,${most - 1}]&fields=id&filter=${filter}`;
    void request('GET', asked, undefined, { 'x-trellis-company': '' }).then(
      ({ json }) => setNames(new Map(Array.isArray(json) ? json.map(membersOf).map((one) => [String(one.get('id')), String(one.get('_label') ?? '…')]) : [])),
      () => undefined,
    );
  }, [companyIds, path]);
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
