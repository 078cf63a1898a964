import { expect, test } from '@jest/globals';
import { formerRegion, offered, type Region } from './regions.js';

const region = (name: string, from: string | null, to: string | null, successor: string | null): Region => ({ name, from, to, successor });
const regions = [
  region('Hà Nội', null, null, null),
  region('Bình Dương', null, '2025-06-30', 'Hồ Chí Minh'),
  region('Hồ Chí Minh', null, '2025-06-30', 'Hồ Chí Minh'),
  region('Hồ Chí Minh', '2025-07-01', null, null),
];

test('those of the day are offered', () => {
  expect(offered(regions, '2025-06-30').map(({ name }) => name)).toEqual(['Bình Dương', 'Hà Nội', 'Hồ Chí Minh']);
  expect(offered(regions, '2025-07-01').map(({ name }) => name)).toEqual(['Hà Nội', 'Hồ Chí Minh']);
});

test('a former one is known by its name, however it is written, unless the name is still one', () => {
  for (const text of ['Bình Dương', 'tỉnh Bình Dương', 'binh duong'])
    expect(formerRegion(regions, text, '2026-01-01')).toMatchObject({ successor: 'Hồ Chí Minh' });
  for (const text of ['TP. Hồ Chí Minh', 'Hà Nội', 'Atlantis', '']) expect(formerRegion(regions, text, '2026-01-01')).toBeNull();
  expect(formerRegion(regions, 'Bình Dương', '2025-06-30')).toBeNull();
});
