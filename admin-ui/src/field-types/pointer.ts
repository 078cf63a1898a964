/** Entity and id of a reference to any of several entities. */
export interface Pointer {
  readonly entity: string;
  readonly id: string;
}

/** What `crm.lead/ID` points to; null for nothing. */
export function pointerIn(value: unknown): Pointer | null {
  const [entity = '', id = ''] = typeof value === 'string' ? value.split('/') : [];
  return entity === '' || id === '' ? null : { entity, id };
}
