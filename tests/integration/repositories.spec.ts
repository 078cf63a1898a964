import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../core/kernel/ids.js';
import { projectRoot } from '../../core/kernel/project-root.js';
import { createTestPlatform, type TestPlatform } from '../support/test-platform.js';

const plugins = [join(projectRoot, 'tests/fixtures/with-changes')];

describe('TypeORM repositories over the model', () => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await createTestPlatform({ plugins });
  });

  afterAll(() => platform.close());

  test('records, references, lines and links to many are read and written', async () => {
    const { dataSource } = platform.connection;
    const [group, one, two] = [newId(), newId(), newId()];
    await dataSource.getRepository('shop_group').insert({ id: group, name: 'Key' });
    await dataSource.getRepository('shop_customer').save({ id: one, name: 'An', credit: '1234567890123456.78', group });
    await dataSource.getRepository('shop_customer').save({ id: two, name: 'Bình', friends: [{ id: one }] });
    await dataSource.getRepository('shop_contact').insert({ id: newId(), _parent: { id: two }, name: 'Chi', position: 1 });
    const found = await dataSource
      .getRepository('shop_customer')
      .findOneOrFail({ where: { id: two }, relations: { friends: { _group: true }, contacts: true } });
    expect(found).toMatchObject({
      name: 'Bình',
      version: 1,
      friends: [{ name: 'An', credit: '1234567890123456.78', _group: { name: 'Key' } }],
      contacts: [{ name: 'Chi' }],
    });
  });

  test('a second platform of the same model copies the first and is its own', async () => {
    const since = performance.now();
    const other = await createTestPlatform({ plugins });
    expect(performance.now() - since).toBeLessThan(2000);
    expect((await other.connection.pool.query('SELECT FROM shop_customer')).rowCount).toBe(0);
    expect(other.platform.policyOf(other.caller()).entity('shop.customer').rows('read')).toEqual({ kind: 'all' });
    await other.close();
  });
});
