/** A value that a field of the fixture `with-every-type` takes, and what it keeps of it. */
interface KeptValue {
  readonly field: string;
  readonly sent: unknown;
  readonly kept: unknown;
  /** False where a CSV file does not carry it. */
  readonly isPortable?: boolean;
}

interface RefusedValue {
  readonly field: string;
  readonly sent: unknown;
  readonly code: string;
}

const kept = (field: string, sent: unknown, value: unknown = sent, isPortable = true): KeptValue => ({ field, sent, kept: value, isPortable });
const refused = (field: string, sent: unknown, code: string): RefusedValue => ({ field, sent, code });

export const keptValues: readonly KeptValue[] = [
  kept('tint', '#2E7D32', '#2e7d32'),
  kept('tint', '#fA0', '#ffaa00'),
  kept('stars', 1),
  kept('stars', '5', 5),
  kept('lasts', 5400),
  kept('lasts', 'PT1H30M', 5400),
  kept('lasts', '-P1DT30S', -86430),
  kept('lasts', 'P2W', 1209600),
  kept('opens', '8:30', '08:30'),
  kept('opens', '23:59:00', '23:59'),
  kept('opens', '23:59:59'),
  kept('code', ' 400638-1333931 ', '4006381333931'),
  kept('code', 96385074, '96385074'),
  kept('code', '036000291452'),
  kept('code', '10012345678902'),
  kept('book', '0-306-40615-2', '9780306406157'),
  kept('book', '0-8044-2957-x', '9780804429573'),
  kept('book', '978-0-306-40615-7', '9780306406157'),
  kept('label', '=Box 12/B'),
  kept('colors', ['blue', 'red'], ['red', 'blue']),
  kept('colors', []),
  kept('colors', null, []),
  kept('words', [' khách  quen ', 'VIP'], ['khách quen', 'VIP']),
  kept('words', ['👩‍👩‍👧', 'مرحبا']),
  kept(
    'mails',
    [{ type: 'work', value: 'Lan@Example.com' }, { value: 'b@example.com' }],
    [
      { type: 'work', value: 'lan@example.com' },
      { type: 'other', value: 'b@example.com' },
    ],
  ),
  kept('calls', [{ type: 'mobile', value: '+84 90 123 4567' }]),
  kept('spot', { latitude: 21.028511123456, longitude: '105.804817' }, { latitude: 21.0285111, longitude: 105.804817 }),
  kept('spot', { latitude: 0, longitude: -180 }),
  kept('spot', { latitude: null, longitude: null }, null),
  kept('person', { family: 'Nguyễn', middle: 'Văn', given: ' An ' }, { family: 'Nguyễn', middle: 'Văn', given: 'An' }),
  kept('person', { given: 'Cher' }, { family: null, middle: null, given: 'Cher' }),
  kept('person', { given: '' }, null),
  kept('extra', { b: [1, 'x', null], a: { deep: true } }),
  kept('extra', []),
  kept('shaped', { size: 3, tags: ['a'] }),
];

export const refusedValues: readonly RefusedValue[] = [
  refused('tint', 'red', 'field.color'),
  refused('tint', '#12345', 'field.color'),
  refused('tint', { r: 1 }, 'field.color'),
  refused('stars', 0, 'field.too-small'),
  refused('stars', 6, 'field.too-large'),
  refused('stars', 2.5, 'field.wrong-type'),
  refused('lasts', 1.5, 'field.duration'),
  refused('lasts', 'P1M', 'field.duration'),
  refused('lasts', 'PT', 'field.duration'),
  refused('lasts', 1e15, 'field.too-large'),
  refused('lasts', '99999999999', 'field.too-large'),
  refused('opens', '24:00', 'field.time'),
  refused('opens', '8h30', 'field.time'),
  refused('opens', 830, 'field.time'),
  refused('code', '4006381333930', 'field.check-digit'),
  refused('code', '123', 'field.gtin'),
  refused('code', '٤٠٠٦٣٨١٣٣٣٩٣١', 'field.gtin'),
  refused('book', '0306406153', 'field.check-digit'),
  refused('book', '4006381333931', 'field.isbn'),
  refused('label', 'hộp', 'field.code128'),
  refused('label', 'x'.repeat(81), 'field.too-long'),
  refused('colors', 'red', 'field.wrong-type'),
  refused('colors', ['purple'], 'field.option'),
  refused('colors', [null], 'field.option'),
  refused('colors', [['red']], 'field.option'),
  refused('colors', ['red', 'red'], 'field.twice'),
  refused('colors', ['red', 'green', 'blue'], 'field.too-many'),
  refused('words', 'vip', 'field.wrong-type'),
  refused('words', ['vip', 'VIP'], 'field.twice'),
  refused('words', ['a;b'], 'field.word-mark'),
  refused('words', [' '], 'field.empty-word'),
  refused('words', ['x'.repeat(61)], 'field.too-long'),
  refused('words', ['a\u0000'], 'field.not-text'),
  refused(
    'words',
    Array.from({ length: 51 }, (_, index) => `w${index}`),
    'field.too-many',
  ),
  refused('mails', ['a@example.com'], 'field.wrong-type'),
  refused('mails', [{ type: 'work', value: 'no address' }], 'field.email'),
  refused('mails', [{ type: 'boss', value: 'a@example.com' }], 'field.option'),
  refused('mails', [{ value: 'a@example.com', name: 'A' }], 'field.unknown-part'),
  refused('mails', [{ value: 'a@example.com' }, { value: 'A@example.com' }], 'field.twice'),
  refused('calls', [{ value: 'abc' }], 'field.phone'),
  refused('calls', [{ value: null }], 'field.wrong-type'),
  refused('spot', { latitude: 91, longitude: 0 }, 'field.degrees'),
  refused('spot', { latitude: 1 }, 'field.wrong-type'),
  refused('spot', { latitude: 'NaN', longitude: 0 }, 'field.wrong-type'),
  refused('spot', [21, 105], 'field.wrong-type'),
  refused('person', 'Nguyễn Văn An', 'field.wrong-type'),
  refused('person', { first: 'An' }, 'field.unknown-part'),
  refused('person', { given: 'x'.repeat(101) }, 'field.too-long'),
  refused('person', { given: 'a\u0000' }, 'field.not-text'),
  refused('extra', 'text', 'field.wrong-type'),
  refused('extra', { a: 'x'.repeat(100_001) }, 'field.too-long'),
  refused('extra', { a: 'x\u0000' }, 'field.json-content'),
  refused('extra', { a: 1e24 }, 'field.json-content'),
  refused('extra', JSON.parse('['.repeat(40) + ']'.repeat(40)), 'field.json-content'),
  refused('shaped', { size: 0 }, 'field.json-schema'),
  refused('shaped', { size: 1, other: 1 }, 'field.json-schema'),
];
