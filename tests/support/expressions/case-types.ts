import { fixedRecordType, userRecordType } from '../../../core/definitions/expressions/entity-scope.js';
import type { ExpressionType, Scope } from '../../../core/definitions/expressions/types.js';

const [text, number, boolean, date, instant] = [{ kind: 'text' }, { kind: 'number' }, { kind: 'boolean' }, { kind: 'date' }, { kind: 'instant' }] as const;

const team = fixedRecordType('team', { id: text, name: text });
const person = fixedRecordType('person', { id: text, name: text, team: { kind: 'record', record: team } });
const address = fixedRecordType('address', { street: text, city: text });
const line = fixedRecordType('line', {
  id: text,
  name: text,
  quantity: number,
  price: number,
  discount: number,
  done: boolean,
  day: date,
  product: { kind: 'record', record: person },
});

/** Members of the record that the cases are about. */
export const caseFields: Readonly<Record<string, ExpressionType>> = {
  id: text,
  a: number,
  b: number,
  i: number,
  s: text,
  t: text,
  state: text,
  p: boolean,
  q: boolean,
  d: date,
  e: date,
  m: instant,
  n: instant,
  owner: { kind: 'record', record: person },
  other: { kind: 'record', record: person },
  address: { kind: 'record', record: address },
  tags: { kind: 'list', of: text },
  lines: { kind: 'list', of: { kind: 'record', record: line } },
};

/** What the names in the cases mean. */
export const caseScope: Scope = {
  record: fixedRecordType('case', caseFields),
  variables: new Map([['user', { kind: 'record', record: userRecordType }]]),
};

/** Who asks, in every case. */
export const caseUser = {
  id: '01890000-0000-7000-8000-00000000000a',
  name: 'An',
  email: null,
  teams: ['01890000-0000-7000-8000-0000000000f1'],
  roles: ['crm.sales'],
};

/** The clock of every case. */
export const caseClock = { now: '2026-07-31T10:00:00.000Z', today: '2026-07-31' };

/** Id of the record of every case. */
export const caseId = '01890000-0000-7000-8000-0000000000c1';
