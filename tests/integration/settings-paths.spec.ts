import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRule } from '../../core/access/check-rule.js';
import { conditionToSql } from '../../core/data/expression-sql.js';
import { rowNames } from '../../core/data/row-names.js';
import { identifier, sql } from '../../core/data/sql.js';
import type { Entity } from '../../core/definitions/model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createRecord } from '../../core/records/create-record.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';
import type { Editable } from '../support/edit-plugins.js';

let opened: TestPlatform;
beforeAll(async () => {
  const folder = await pluginsOfPage('plugin-settings.md');
  const change = async (name: string, edit: (json: Editable) => void): Promise<void> => {
    const path = join(folder, 'loans', 'entities', `${name}.json`);
    const json: Editable = JSON.parse(await readFile(path, 'utf8'));
    edit(json);
    await writeFile(path, JSON.stringify(json));
  };
  const label = { en: 'Insurer', vi: 'Bên bảo hiểm' };
  await change('settings', ({ fields }) => void (fields.insurer = { type: 'reference', label, entity: 'base.party' }));
  await change('loan', ({ fields }) => void (fields.insurerTaxId = { type: 'text', label, default: { expression: 'settings.loans.insurer.taxId' } }));
  opened = await createTestPlatform({ plugins: [join(projectRoot, 'plugins'), folder] });
}, 120_000);
afterAll(() => opened.close());

function entity(id: string): Entity {
  const found = opened.platform.model.entities.get(id);
  if (found === undefined) throw new Error(`no entity ${id}`);
  return found;
}
const make = async (id: string, body: unknown): Promise<Editable> => JSON.parse(await createRecord(opened.platform, opened.caller(), entity(id), body));

/** Loans for which the rule holds, as the database says. */
async function found(rule: string): Promise<readonly unknown[]> {
  const { model, database } = opened.platform;
  const checked = checkRule(rule, entity('loans.loan'), model);
  if (checked.kind !== 'checked') throw new Error(`the rule is wrong: ${JSON.stringify(checked)}`);
  const condition = conditionToSql(checked.expression, rowNames(entity('loans.loan'), identifier('l'), model, null));
  return (await database.rows(sql`SELECT l.thing FROM ${identifier('loans_loan')} l WHERE ${condition} ORDER BY l.thing`)).map((row) => row['thing']);
}

test('a path through a setting begins at the one that holds, on the server and in SQL, even where it leads to nothing', async () => {
  const currency = (await make('base.currency', { code: 'XTS', name: 'Test', decimals: 2 })).id;
  const company = async (name: string): Promise<string> => (await make('base.company', { name, currency })).id;
  const [own, other] = [await company('Own'), await company('Other')];
  const untaxed = (await make('base.party', { name: 'Untaxed', kind: 'firm' })).id;
  const taxed = (await make('base.party', { name: 'Taxed', kind: 'firm', taxId: '0101' })).id;
  await make('loans.settings', { insurer: taxed });
  await make('loans.settings', { company: own, insurer: untaxed });
  await make('loans.settings', { company: other });
  expect(await make('loans.loan', { thing: 'Ladder', company: own })).toMatchObject({ insurerTaxId: null });
  expect(await make('loans.loan', { thing: 'Saw', company: other })).toMatchObject({ insurerTaxId: '0101' });
  expect(await found('settings.loans.insurer.taxId == null')).toEqual(['Ladder']);
  expect(await found('settings.loans.insurer.taxId == "0101"')).toEqual(['Saw']);
  expect(await found('settings.loans.usualDays == 14')).toEqual(['Ladder', 'Saw']);
});
