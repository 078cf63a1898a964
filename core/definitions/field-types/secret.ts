import type { FieldType } from './field-type.js';
import { longTextType } from './long-text.js';
import { textType } from './text.js';

/** A text that is encrypted where it is kept. It is sent as text and read as true; records can be asked whether there is one, and nothing else. */
export const secretType: FieldType = {
  storage: () => ({ kind: 'sealed' }),
  operators: ['isNull'],
  isSortable: false,
  isSearchable: false,
  accept: (json, field) => {
    const taken = (field.declaration?.type === 'long-text' ? longTextType : textType).accept(json, field);
    // What was refused may be the secret all the same, with a slip.
    return taken.kind === 'refused' && typeof taken.params['found'] === 'string' ? { ...taken, params: { ...taken.params, found: '***' } } : taken;
  },
  schema: () => ({ type: ['string', 'boolean'], description: 'Sent as text; read as true where there is one.' }),
};
