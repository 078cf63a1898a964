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
  const unit = await made('base/units', { code: 'hộp-thử', name: 'Hộp' });
  const tag = await made('base/tags', { name: 'Khách quen', color: 'green' });
  const category = await made('catalog/categories', { name: 'Trà' });
  const product = await made('catalog/products', { name: 'Trà sen Tây Hồ ướp thủ công loại một', price: '450000', taxRate: 8, unit, category });
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
  await made('inventory/warehouses', { name: 'Kho chính', code: 'K1', company });
  await made('purchasing/supplier-prices', { product, supplier, price: '200000', currency, company });
  const lines = [
    { product, quantity: 2 },
    { product, quantity: '1.5', discount: 5 },
  ];
  await made('sales/orders', { customer, company, currency, lines });
  await made('sales/settings', { company });
  const user = await made('core/users', { name: 'Trần Lan', email: 'lan@example.com', jobTitle: 'Bán hàng' });
  await made('core/teams', { name: 'Bán hàng miền Trung' });
  await made('core/roles', { name: 'Kế toán', grants: [{ entity: 'sales.order', canRead: true }] });
  await made('core/api-keys', { name: 'Máy in', actsAs: user });
}
