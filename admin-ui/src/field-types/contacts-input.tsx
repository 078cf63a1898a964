import AddOutlined from '@mui/icons-material/AddOutlined';
import CloseOutlined from '@mui/icons-material/CloseOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { ReactElement } from 'react';
import type { MetaField } from '../../../schemas/generated/types.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { useText } from '../i18n/use-text.js';
import { contactsIn, contactTypes, type Contact } from './contact.js';
import { Labelled } from './labelled.js';

/** Ways to reach somebody, a row each; the first is the main one. */
export function ContactsInput(props: FieldInputProps): ReactElement {
  const { field, record, disabled, set } = props;
  const t = useText();
  const contacts = contactsIn(record.get(field.name));
  const isMail = field.type === 'emails';
  const write = (next: readonly Contact[]): void => set(field.name, next);
  return (
    <Labelled {...props}>
      <Box sx={{ display: 'grid', gap: 1 }}>
        {contacts.map((contact, index) => (
          <ContactRow
            key={index}
            {...{ field, contact, number: index + 1, disabled: disabled === true }}
            change={(part) => write(contacts.map((one, place) => (place === index ? { ...one, ...part } : one)))}
            remove={() => write(contacts.filter((_, place) => place !== index))}
          />
        ))}
        <Button
          size="small"
          color="inherit"
          startIcon={<AddOutlined />}
          disabled={disabled === true}
          onClick={() => write([...contacts, { type: isMail ? 'work' : 'mobile', value: '' }])}
          sx={{ justifySelf: 'start' }}
        >
          {t(isMail ? 'contact.addMail' : 'contact.addPhone')}
        </Button>
      </Box>
    </Labelled>
  );
}

interface ContactRowProps {
  readonly field: MetaField;
  readonly contact: Contact;
  readonly number: number;
  readonly disabled: boolean;
  change(part: Partial<Contact>): void;
  remove(): void;
}

function ContactRow({ field, contact, number, disabled, change, remove }: ContactRowProps): ReactElement {
  const t = useText();
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: 'minmax(0, 1fr) 118px 34px', alignItems: 'center' }}>
      <TextField
        size="small"
        type={field.type === 'emails' ? 'email' : 'tel'}
        value={contact.value}
        disabled={disabled}
        onChange={({ target }) => change({ value: target.value })}
        slotProps={{ htmlInput: { 'aria-label': `${field.label} ${number}`, autoComplete: 'off' } }}
      />
      <TextField
        select
        size="small"
        value={contact.type}
        disabled={disabled}
        onChange={({ target }) => change({ type: contactTypes.find((type) => type === target.value) ?? 'other' })}
        slotProps={{ select: { SelectDisplayProps: { 'aria-label': t('contact.type', { number }) } } }}
      >
        {contactTypes.map((type) => (
          <MenuItem key={type} value={type}>
            {t(`contact.${type}`)}
          </MenuItem>
        ))}
      </TextField>
      <IconButton size="small" aria-label={t('contact.remove', { number })} disabled={disabled} onClick={remove}>
        <CloseOutlined fontSize="small" />
      </IconButton>
    </Box>
  );
}
