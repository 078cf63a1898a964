import type { EntityDeclaration, FieldDeclaration } from '../../../schemas/generated/types.js';

/** Reports that a key of a field goes with another key or with its type not at all. */
export type Contradict = (key: string, remedy: string) => void;

/** Where a secret could come to light, or be looked for. */
const revealing = ['default', 'fetch', 'search', 'unique', 'index', 'duplicate'] as const;

/** What is secret is a text of a record that nothing else reads; what is personal can be taken away. */
export function checkDataClass(declaration: FieldDeclaration, kind: EntityDeclaration['kind'], contradict: Contradict): void {
  if (declaration.dataClass === 'secret') checkSecret(declaration, kind, contradict);
  if (declaration.dataClass !== 'personal') return;
  if (kind === 'ledger') contradict('dataClass', 'Keep it in a record: entries of ledgers are never changed.');
  if (declaration.required === true && declaration.type !== 'text' && declaration.type !== 'long-text')
    contradict('dataClass', 'Let it be empty, so that it can be erased; only texts may be required.');
}

function checkSecret(declaration: FieldDeclaration, kind: EntityDeclaration['kind'], contradict: Contradict): void {
  if (declaration.type !== 'text' && declaration.type !== 'long-text') contradict('dataClass', 'Only text and long-text can be secret.');
  if (kind === 'line') contradict('dataClass', 'Keep the secret in a record of its own.');
  for (const key of revealing.filter((one) => declaration[one] !== undefined)) contradict(key, 'Delete it: a secret is only ever written.');
}
