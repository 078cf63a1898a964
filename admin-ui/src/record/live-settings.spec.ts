import { expect, test } from '@jest/globals';
import type { Meta, MetaEntity, MetaField, MetaSetting } from '../../../schemas/generated/types.js';
import { LiveSettings } from './live-settings.js';
import { LiveValues } from './live-values.js';

const field = (name: string, more: Partial<MetaField> = {}): MetaField => ({
  name,
  type: 'text',
  label: name,
  help: null,
  required: false,
  writable: true,
  changeable: true,
  computed: false,
  sortable: true,
  filterable: true,
  ...more,
});

const reason = field('reason', { requiredWhen: 'days >= settings.loans.reasonFrom', visibleWhen: 'settings["loans"].warehouse.code != "B"' });
const loan: MetaEntity = {
  id: 'loans.loan',
  path: 'loans/loans',
  group: 'loans',
  kind: 'record',
  label: '',
  labelPlural: '',
  description: null,
  icon: 'folder',
  menu: true,
  search: false,
  can: { create: true, update: true, delete: true, import: true, export: true },
  fields: [field('company'), field('days', { type: 'integer', defaultExpression: 'settings.loans.usualDays' }), reason],
  states: [],
  transitions: [],
  list: { columns: [], sort: [], filters: [], isPersonal: false },
  sections: [],
  ledger: null,
  tree: null,
  dated: null,
  query: null,
  company: 'company',
};

const meta: Meta = {
  version: '',
  locale: 'en',
  app: { name: '', logo: null },
  user: {
    id: 'u',
    name: '',
    email: null,
    roles: [],
    roleIds: [],
    teamIds: [],
    isAdministrator: false,
    mustChangePassword: false,
    companyIds: ['one', 'two'],
    lacksCompany: false,
    locale: null,
  },
  groups: [],
  entities: [loan],
};

const number = (name: string, general: string, two: string): MetaSetting => ({
  path: ['loans', name],
  kind: 'number',
  target: null,
  values: [
    { company: null, value: general },
    { company: 'two', value: two },
  ],
});
const code: MetaSetting = {
  path: ['loans', 'warehouse', 'code'],
  kind: 'text',
  target: null,
  values: [
    { company: null, value: 'A' },
    { company: 'two', value: 'B' },
  ],
};
const told = [number('usualDays', '14', '5'), number('reasonFrom', '30', '3'), code];
const live = (settings: readonly MetaSetting[]): LiveValues => new LiveValues(meta, new Map([[loan.id, loan]]), new LiveSettings(settings));

test('defaults and conditions follow the settings of the company that the record belongs to', () => {
  expect(live(told).started(loan, { company: 'one' })).toMatchObject({ days: 14 });
  expect(live(told).started(loan, { company: 'two' })).toMatchObject({ days: 5 });
  expect(live(told).started(loan, {})).toMatchObject({ days: 14 });
  expect(live(told).now(loan, reason, { company: 'one', days: 29 })).toMatchObject({ required: false });
  expect(live(told).now(loan, reason, { company: 'one', days: 30 })).toMatchObject({ required: true });
  expect(live(told).now(loan, reason, { company: 'two', days: 30 })).toBeNull();
});

test('what the server did not tell, and of which company is not known, the server alone decides', () => {
  expect(live([]).started(loan, { company: 'one' })['days']).toBeUndefined();
  expect(live([]).now(loan, reason, { company: 'two', days: 30 })).toMatchObject({ required: false });
  const behind: MetaEntity = { ...loan, id: 'loans.behind', company: 'shop.company' };
  expect(live(told).now(behind, reason, { shop: 's', days: 30 })).toMatchObject({ required: false });
  expect(live(told).now(behind, reason, { shop: 's', _shop: { company: 'two' }, days: 30 })).toBeNull();
});
