import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import type { ReactElement } from 'react';
import { useText } from '../i18n/use-text.js';
import { contactsIn } from './contact.js';
import type { ShownValue } from './shown-value.js';

/** Ways to reach somebody, the main one first; in a list the main one alone. */
export function ContactsValue({ value, field, isDense }: ShownValue): ReactElement | null {
  const t = useText();
  const contacts = contactsIn(value);
  const [main] = contacts;
  if (main === undefined) return null;
  if (isDense === true) return <span>{contacts.length === 1 ? main.value : `${main.value} +${contacts.length - 1}`}</span>;
  const scheme = field.type === 'emails' ? 'mailto' : 'tel';
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {contacts.map((contact) => (
        <Box component="li" key={contact.value} sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1 }}>
          <Link href={`${scheme}:${contact.value}`} sx={{ overflowWrap: 'anywhere' }}>
            {contact.value}
          </Link>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {t(`contact.${contact.type}`)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
