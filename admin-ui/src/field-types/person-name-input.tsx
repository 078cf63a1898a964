import { useContext, type ReactElement } from 'react';
import { nameOrders } from '../../../core/definitions/expressions/call-name.js';
import type { FieldInputProps } from '../inputs/field-input.js';
import { LocaleContext } from '../i18n/use-text.js';
import { PartFields } from './part-fields.js';

const columns = { xs: '1fr', sm: 'repeat(3, minmax(0, 1fr))' } as const;

/** The parts of a name in the order in which the user's language says them. */
export function PersonNameInput(props: FieldInputProps): ReactElement {
  const order = nameOrders[useContext(LocaleContext)];
  return <PartFields {...props} parts={order.map((name) => ({ name, text: `name.${name}` as const }))} columns={columns} />;
}
