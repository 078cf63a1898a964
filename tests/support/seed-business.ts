import type { Client } from './client.js';

/** A record or two of every entity that the shipped plugins declare, made through the API. */
export async function seedBusiness(admin: Client): Promise<void> {
  const made = async (path: string, body: unknown): Promise<string> => {
    const answer = await admin.post(`/api/${path}`, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.text}`);
    return String(answer.json.id);
  };
  const currency = await made('base/currencies', { code: 'XTS', name: 'Tiền thử' });
  const [company] = (await admin.get('/api/base/companies')).json.map((one: { readonly id: string }) => one.id);
  await admin.patch(`/api/base/companies/${company}`, { name: 'Công ty TNHH Trà Sen Đất Việt', currency });
  const dollar = (await admin.get('/api/base/currencies?filter={"code":"USD"}')).json[0].id;
  await made('base/exchange-rates', { currency: dollar, company, rate: '25400', validFrom: '2026-06-01' });
  const unit = await made('base/units', { code: 'hộp-thử', name: 'Hộp', decimals: 3 });
  const tag = await made('base/tags', { name: 'Khách quen', color: 'green' });
  const category = await made('catalog/categories', { name: 'Trà' });
  const product = await made('catalog/products', { name: 'Trà sen Tây Hồ ướp thủ công loại một', price: '450000', taxRate: 8, unit, category });
  const priceList = await made('catalog/price-lists', { name: 'Giá sỉ' });
  await made('catalog/prices', { product, priceList, price: '400000', validFrom: '2026-01-01' });
  await made('catalog/prices', { product, priceList, price: '420000', validFrom: '2026-07-01' });
  const address = { street: '1 Lê Lợi', city: 'Huế', country: 'Việt Nam' };
  const customer = await made('base/parties', {
    name: 'Nguyễn Văn Đường',
    email: 'duong@example.com',
    tags: [tag],
    address,
    contacts: [{ name: 'Chị Lan', jobTitle: 'Kế toán' }],
  });
  const supplier = await made('base/parties', { name: 'Hợp tác xã chè Tân Cương', isCustomer: false, isSupplier: true });
  const lead = await made('crm/leads', { name: 'Hỏi mua trà', firm: 'Khách sạn Mường Thanh', email: 'hoi@example.com', company, expectedRevenue: '5000000' });
  await made('crm/activities', { subject: 'Gọi lại', kind: 'call', lead, party: customer });
  const warehouse = await made('inventory/warehouses', { name: 'Kho chính', code: 'K1', company });
  await made('purchasing/supplier-prices', { product, supplier, price: '200000', currency, company });
  const lines = [
    { product, quantity: 2 },
    { product, quantity: '1.5', discount: 5 },
  ];
  await seedStock({ made, acted: acting(admin), product, warehouse, supplier });
  const order = await made('sales/orders', { customer, company, currency, warehouse, lines });
  await acting(admin)(`sales/orders/${order}`, 'confirm');
  await seedReturn(admin, order);
  await seedPurchaseReturn(admin, await made('purchasing/orders', { supplier, warehouse, lines: [{ product, quantity: 3, unitPrice: '210000' }] }));
  await acting(admin)(`sales/orders/${order}`, 'deliver');
  await made('sales/orders', { customer, company, currency, warehouse, lines });
  await made('sales/quotations', { customer, company, currency, lines });
  await made('sales/settings', { company });
  const user = await made('core/users', { name: 'Trần Lan', email: 'lan@example.com', jobTitle: 'Bán hàng' });
  await made('base/branches', { name: 'Chi nhánh Huế', code: 'HUE' });
  await made('base/unit-categories', { name: 'Diện tích' });
  await made('core/teams', { name: 'Bán hàng miền Trung' });
  await made('core/roles', { name: 'Kế toán', grants: [{ entity: 'sales.order', canRead: true }] });
  await made('core/calendars', { name: 'Lịch xưởng', monday: true, holidays: [{ date: '2026-09-02', name: 'Quốc khánh' }] });
  await made('core/api-keys', { name: 'Máy in', actsAs: user });
}

/** Part of an order is delivered, and comes back. */
async function seedReturn(admin: Client, order: string): Promise<void> {
  const [line] = (await admin.get(`/api/sales/orders/${order}`)).json.lines;
  const made = await admin.post(`/api/sales/orders/${order}/actions/deliver`, { lines: [{ line: line.id, quantity: 1 }] });
  const delivery = `sales/deliveries/${made.json._created[0].id}`;
  await acting(admin)(delivery, 'deliver');
  await acting(admin)(delivery, 'return-goods');
}

/** A purchase is received, and goes back. */
async function seedPurchaseReturn(admin: Client, order: string): Promise<void> {
  await acting(admin)(`purchasing/orders/${order}`, 'confirm');
  const made = await admin.post(`/api/purchasing/orders/${order}/actions/receive`);
  const receipt = `purchasing/receipts/${made.json._created[0].id}`;
  await acting(admin)(receipt, 'receive');
  await acting(admin)(receipt, 'return-goods');
}

interface Seeding {
  readonly made: (path: string, body: unknown) => Promise<string>;
  readonly acted: (path: string, action: string) => Promise<void>;
  readonly product: string;
  readonly warehouse: string;
  readonly supplier: string;
}

function acting(admin: Client): Seeding['acted'] {
  return async (path, action) => {
    const answer = await admin.post(`/api/${path}/actions/${action}`);
    if (answer.status !== 200) throw new Error(`${path} ${action}: ${answer.text}`);
  };
}

/** Something in stock, and a document of each kind that moves it. */
async function seedStock({ made, acted, product, warehouse, supplier }: Seeding): Promise<void> {
  const receipt = await made('inventory/receipts', { warehouse, lines: [{ product, quantity: 20, unitCost: '200000' }] });
  await acted(`inventory/receipts/${receipt}`, 'post');
  const second = await made('inventory/warehouses', { name: 'Kho cửa hàng', code: 'K2' });
  await made('inventory/deliveries', { warehouse, lines: [{ product, quantity: 1 }] });
  await made('inventory/transfers', { fromWarehouse: warehouse, toWarehouse: second, lines: [{ product, quantity: 2 }] });
  await made('inventory/adjustments', { warehouse, lines: [{ product, counted: 19 }] });
  await made('inventory/reorder-rules', { product, warehouse, level: 30, quantity: 24 });
  await made('purchasing/proposals', { product, supplier, quantity: 24, warehouse });
  const order = await made('purchasing/orders', { supplier, warehouse, lines: [{ product, quantity: 24, unitPrice: '200000' }] });
  await acted(`purchasing/orders/${order}`, 'confirm');
  await acted(`purchasing/orders/${order}`, 'receive');
}
