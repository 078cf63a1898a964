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
];
