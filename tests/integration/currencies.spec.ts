import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { conversionStatements } from '../../core/data/exchange/conversion-statements.js';
import type { Model } from '../../core/definitions/model.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { readPlugins } from '../../core/plugin-host/read-plugins.js';
import { modelOf } from '../support/change-bench.js';
import type { Answer, Client } from '../support/client.js';
import { rowsOf } from '../support/rows-of.js';
import { pluginsOfPage } from '../support/plugins-of-page.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;
let admin: Client;
let company: string;
let model: Model;
const money = new Map<string, string>();

beforeAll(async () => {
  const folder = await pluginsOfPage('currencies.md');
  model = modelOf(await readPlugins([join(projectRoot, 'core/identity/plugin'), join(projectRoot, 'plugins/base'), join(folder, 'agency')]));
  app = await startTestApp({ plugins: [folder], env: { TRELLIS_ROLE: 'web' } });
  admin = app.administrator;
  company = (await admin.get('/api/base/companies')).json[0].id;
  for (const { code, id } of (await admin.get('/api/base/currencies')).json) money.set(code, id);
  await rate({ currency: money.get('USD'), rate: '25400', validFrom: '2026-06-01' });
  await rate({ currency: money.get('USD'), rate: '25650', validFrom: '2026-07-01' });
}, 120_000);
afterAll(() => app.close());

const rate = (body: object): Promise<Answer> => admin.post('/api/base/exchange-rates', body);
const invoice = (body: object): Promise<Answer> => admin.post('/api/agency/invoices', { currency: money.get('USD'), invoiceDate: '2026-06-15', ...body });
const works = (...amounts: readonly string[]): readonly object[] => amounts.map((amount, index) => ({ what: `Work ${index}`, amount }));
const change = (made: Answer, body: object): Promise<Answer> => admin.patch(`/api/agency/invoices/${made.json.id}`, body);

test('an invoice in dollars takes the rate of its day, and is converted to the đồng', async () => {
  const made = await invoice({ works: works('100.10', '0.01'), tax: '10' });
  expect(made).toMatchObject({
    status: 201,
    json: { exchangeRate: '25400.0000000000', total: '110.11', companyTotal: '2796794.00', companyNet: '2542794.00', companyTax: '254000.00', large: true },
  });
  expect(made.json.companyCurrency).toBe(money.get('VND'));
  expect(made.json.works.map((one: { readonly companyAmount: string }) => one.companyAmount)).toEqual(['2542540.00', '254.00']);
});

test('what rounding leaves over goes where most was cut off, and the parts add up', async () => {
  const made = await invoice({ works: works('1.11', '1.11', '1.11'), exchangeRate: '25400.5' });
  expect(made).toMatchObject({ status: 201, json: { companyTotal: '84584.00', companyNet: '84584.00' } });
  expect(made.json.works.map((one: { readonly companyAmount: string }) => one.companyAmount)).toEqual(['28195.00', '28195.00', '28194.00']);
});

test('in the currency of the company the rate is 1, and every amount is what it was', async () => {
  const made = await admin.post('/api/agency/invoices', { works: works('1234.56', '0.01'), exchangeRate: '7' });
  expect(made).toMatchObject({ status: 201, json: { exchangeRate: '1.0000000000', total: '1234.57', companyTotal: '1234.57', large: false } });
  expect(made.json.works.map((one: { readonly companyAmount: string }) => one.companyAmount)).toEqual(['1234.56', '0.01']);
});

test('a draft follows currency and day; what was agreed outlives another day; what is emptied is looked up', async () => {
  const made = await invoice({ works: works('1') });
  expect(await change(made, { invoiceDate: '2026-07-02' })).toMatchObject({ json: { exchangeRate: '25650.0000000000', companyTotal: '25650.00' } });
  expect(await change(made, { exchangeRate: '25000' })).toMatchObject({ json: { companyTotal: '25000.00' } });
  expect(await change(made, { invoiceDate: '2026-06-02' })).toMatchObject({ json: { exchangeRate: '25000.0000000000' } });
  expect(await change(made, { exchangeRate: null })).toMatchObject({ json: { exchangeRate: '25400.0000000000' } });
  expect(await change(made, { currency: money.get('VND') })).toMatchObject({ json: { exchangeRate: '1.0000000000', companyTotal: '1.00' } });
  expect(await change(made, { currency: money.get('USD') })).toMatchObject({ json: { exchangeRate: '25400.0000000000', companyTotal: '25400.00' } });
  expect(await change(made, { works: works('2') })).toMatchObject({ json: { companyTotal: '50800.00' } });
});

test('a client that sends back what it read changes no rate', async () => {
  const made = await invoice({ works: works('1') });
  const path = `/api/agency/invoices/${made.json.id}`;
  const again = await admin.put(path, { ...(await admin.get(path)).json, invoiceDate: '2026-07-03' });
  expect(again).toMatchObject({ status: 200, json: { exchangeRate: '25650.0000000000' } });
});

test('a rate that nobody agreed on follows the day, also when the rates of the days are entered later; one that was agreed does not', async () => {
  const currency = await admin.make('base/currencies', { code: 'THB', name: 'Baht', decimals: 2 });
  const dated = (invoiceDate: string, more: object = {}): Promise<Answer> => invoice({ currency, invoiceDate, works: works('1'), ...more });
  await rate({ currency, rate: '170', validFrom: '2026-06-01' });
  const [looked, agreed, before] = [await dated('2026-06-10'), await dated('2026-06-10', { exchangeRate: '171' }), await dated('2026-06-10')];
  // As a document that was there before it was kept whether its rate was agreed.
  await rowsOf(app.databaseUrl, `UPDATE agency_invoice SET rate_agreed = NULL WHERE id = '${before.json.id}' RETURNING id`);
  expect(await change(before, { invoiceDate: '2026-06-11' })).toMatchObject({ json: { exchangeRate: '170.0000000000' } });
  await rate({ currency, rate: '172', validFrom: '2026-06-08' });
  await rate({ currency, rate: '173', validFrom: '2026-06-20' });
  for (const made of [looked, before]) {
    expect(await change(made, { tax: '1' })).toMatchObject({ json: { exchangeRate: '170.0000000000' } });
    expect(await change(made, { invoiceDate: '2026-06-25' })).toMatchObject({ json: { exchangeRate: '173.0000000000', companyTotal: '346.00' } });
  }
  expect(await change(agreed, { invoiceDate: '2026-06-25' })).toMatchObject({ json: { exchangeRate: '171.0000000000' } });
  // Agreed it stays, although it is now the rate of its day.
  await rate({ currency, rate: '171', validFrom: '2026-06-25' });
  expect(await change(agreed, { invoiceDate: '2026-06-21' })).toMatchObject({ json: { exchangeRate: '171.0000000000' } });
});

test('without a rate for the day nothing is written, and the answer says what to do', async () => {
  const before = (await admin.get('/api/agency/invoices/aggregate')).json;
  const name: string = (await admin.get('/api/base/companies')).json[0].name;
  for (const invoiceDate of ['2026-05-31', '2020-01-01']) {
    const refused = await invoice({ invoiceDate, works: works('1') });
    expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: '/exchangeRate', code: 'exchange.no-rate' }] } });
    expect(refused.json.errors[0].message).toContain(`USD in VND on ${invoiceDate} for ${name}.`);
  }
  const euro = await invoice({ currency: money.get('EUR'), works: works('1') });
  expect(euro).toMatchObject({ status: 422, json: { errors: [{ pointer: '/exchangeRate', code: 'exchange.no-rate' }] } });
  expect((await admin.get('/api/agency/invoices/aggregate')).json).toEqual(before);
  expect(await invoice({ currency: money.get('EUR'), exchangeRate: '27000', works: works('1') })).toMatchObject({
    status: 201,
    json: { companyTotal: '27000.00' },
  });
});

test.each(['0', '-1', '0.00000'])('the rate %s is refused on a document and as a rate', async (wrong) => {
  expect(await invoice({ exchangeRate: wrong })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: '/exchangeRate', code: 'exchange.not-positive' }] },
  });
  expect((await rate({ currency: money.get('EUR'), rate: wrong })).status).toBe(422);
});

test.each([['NaN'], ['Infinity'], ['much'], [{}], ['0.00000000001'], [1e300]])('the rate %j is no number', async (wrong) => {
  expect(await invoice({ exchangeRate: wrong })).toMatchObject({ status: 422, json: { errors: [expect.objectContaining({ pointer: '/exchangeRate' })] } });
});

test('an amount that becomes too large is refused', async () => {
  const refused = await invoice({ works: works('99999999999999999999'), exchangeRate: '99999999999' });
  expect(refused.status).toBe(422);
  expect(refused.json.errors).toEqual(expect.arrayContaining([expect.objectContaining({ pointer: '/companyTotal', code: 'record.formula-overflow' })]));
});

test('nobody writes what is converted, and a frozen invoice keeps its rate', async () => {
  expect((await invoice({ companyTotal: '1' })).status).toBe(422);
  const made = await invoice({ works: works('3') });
  const sent = await admin.post(`/api/agency/invoices/${made.json.id}/actions/send`, {});
  expect(sent).toMatchObject({ status: 200, json: { exchangeRate: '25400.0000000000', companyTotal: '76200.00' } });
  expect((await change(made, { exchangeRate: '1' })).status).toBe(409);
});

test('a company has its own rates before those of all, and its own currency', async () => {
  const dollars = await admin.make('base/companies', { name: 'Sen Inc.', currency: money.get('USD') });
  const dong = { currency: money.get('VND'), invoiceDate: '2026-06-15', company: dollars };
  expect(await admin.post('/api/agency/invoices', dong)).toMatchObject({ status: 422, json: { errors: [{ code: 'exchange.no-rate' }] } });
  await rate({ currency: money.get('VND'), against: money.get('USD'), company: null, rate: '0.00004', validFrom: '2026-01-01' });
  const shared = await admin.post('/api/agency/invoices', { ...dong, works: works('100', '100', '100', '700') });
  expect(shared).toMatchObject({ status: 201, json: { companyTotal: '0.04', exchangeRate: '0.0000400000' } });
  expect(shared.json.works.map((one: { readonly companyAmount: string }) => one.companyAmount)).toEqual(['0.01', '0.00', '0.00', '0.03']);
  expect((await rate({ currency: money.get('VND'), company: dollars, rate: '0.00005', validFrom: '2026-01-01' })).json.against).toBe(money.get('USD'));
  expect(await admin.post('/api/agency/invoices', { ...dong, works: works('1000') })).toMatchObject({ json: { companyTotal: '0.05' } });
  const moved = await invoice({ company, works: works('1') });
  expect(await change(moved, { company: dollars })).toMatchObject({ status: 200, json: { companyTotal: '1.00', exchangeRate: '1.0000000000' } });
});

test('rates come as a table, and none stands for the same day twice', async () => {
  const csv = 'currency,against,company,rate,validFrom\nEUR,VND,,27100,2026-08-01\nEUR,VND,,27200,2026-09-01\n';
  expect((await admin.post('/api/base/exchange-rates/import', { csv })).json).toMatchObject({ created: 2, errors: [] });
  const euro = (invoiceDate: string): Promise<Answer> => invoice({ currency: money.get('EUR'), company, invoiceDate, works: works('1') });
  expect(await euro('2026-08-31')).toMatchObject({ json: { companyTotal: '27100.00' } });
  expect(await euro('2026-09-01')).toMatchObject({ json: { companyTotal: '27200.00' } });
  const twice = await rate({ currency: money.get('EUR'), against: money.get('VND'), company: null, rate: '1', validFrom: '2026-09-01' });
  expect(twice).toMatchObject({ status: 422, json: { code: 'record.overlap' } });
});

test('amounts in several currencies have no sum: by currency they have, and converted ones do', async () => {
  await admin.post('/api/agency/invoices', { company, works: works('5') });
  await invoice({ company, works: works('5') });
  const figures = (query: string): Promise<Answer> =>
    admin.get(`/api/agency/invoices/aggregate?${query}&filter=${encodeURIComponent(JSON.stringify({ company }))}`);
  for (const measure of ['sum(total)', 'avg(net)', 'max(tax)', 'min(total)']) {
    const refused = await figures(`measures=count,${measure}`);
    expect(refused).toMatchObject({ status: 400, json: { code: 'query.mixed-currencies', detail: expect.stringMatching(/currency.*companyTotal/u) } });
  }
  expect(await figures('group=state&measures=sum(total)')).toMatchObject({ status: 400 });
  expect(await figures('group=state,currency&measures=sum(total)')).toMatchObject({ status: 200 });
  expect(await figures('measures=sum(companyTotal),avg(exchangeRate)')).toMatchObject({ status: 200 });
  const one = encodeURIComponent(JSON.stringify({ currency: money.get('USD') }));
  expect(await admin.get(`/api/agency/invoices/aggregate?measures=sum(total)&filter=${one}`)).toMatchObject({ status: 200 });
});

/** What works out the converted amounts of an invoice in its rows. */
const statementsOf = (id: string): readonly string[] => {
  const entity = model.entities.get('agency.invoice');
  return entity === undefined ? [] : conversionStatements(model, entity, `o.id = '${id}'`);
};

test('whatever the amounts and the rate, the works add up to the net, and net and tax to the total', async () => {
  const cents = fc.integer({ min: -500_000, max: 500_000 }).map((all) => (all / 100).toFixed(2));
  await fc.assert(
    fc.asyncProperty(fc.array(cents, { maxLength: 12 }), cents, fc.integer({ min: 1, max: 900_000_000 }), async (amounts, tax, tenths) => {
      const { status, json } = await invoice({ company, works: works(...amounts), tax, exchangeRate: (tenths / 10_000).toFixed(4) });
      expect(status).toBe(201);
      const sum = json.works.reduce((all: number, one: { readonly companyAmount: string }) => all + Number(one.companyAmount), 0);
      expect(sum).toBe(Number(json.companyNet));
      expect(Number(json.companyNet) + Number(json.companyTax)).toBe(Number(json.companyTotal));
      // Worked out of the rows alone it is the same.
      const [own, parts] = [`id = '${json.id}'`, `parent_id = '${json.id}'`];
      const kept = `SELECT company_total, company_net, company_tax, (SELECT json_agg(company_amount ORDER BY position) FROM agency_work WHERE ${parts}) AS works
        FROM agency_invoice WHERE ${own}`;
      const before = await rowsOf(app.databaseUrl, kept);
      await rowsOf(app.databaseUrl, `UPDATE agency_invoice SET company_total = NULL, company_net = 7, company_tax = 7 WHERE ${own}`);
      await rowsOf(app.databaseUrl, `UPDATE agency_work SET company_amount = NULL WHERE ${parts}`);
      for (const statement of statementsOf(json.id)) await rowsOf(app.databaseUrl, statement);
      expect(await rowsOf(app.databaseUrl, kept)).toEqual(before);
    }),
    { numRuns: 25 },
  );
});
