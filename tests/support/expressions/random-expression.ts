import fc from 'fast-check';

/** Random expressions without mistakes, by the type they have, over the fields of the cases. */
export const randomExpression = fc.letrec<Texts>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'i', '0', '1', '2.50', '0.005', '-3', '100'),
    binary(tie('number'), ['+', '-', '*', '/', '%'], tie('number')),
    written`-${tie('number')}`,
    written`round(${tie('number')}, ${fc.constantFrom('0', '1', '2', '6', 'i')})`,
    called(['floor', 'ceil', 'abs', 'round'], tie('number')),
    called(['min', 'max', 'coalesce'], tie('number'), tie('number')),
    written`(${tie('condition')} ? ${tie('number')} : ${tie('number')})`,
    called(['size', 'number'], tie('text')),
    called(['year', 'month', 'day'], tie('date')),
    called(['daysBetween'], tie('date'), tie('date')),
    written`lines.${fc.constantFrom('sum', 'avg', 'min', 'max')}(l, ${tie('lineNumber')})`,
    written`lines.count(l, ${tie('lineNumber')} > ${tie('number')})`,
    written`lines.filter(l, ${tie('lineNumber')} >= ${tie('number')}).sum(k, k.price * ${tie('number')})`,
  ),
  lineNumber: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('l.price', 'l.quantity', 'l.discount', 'a'),
    binary(tie('lineNumber'), ['+', '-', '*', '/'], tie('lineNumber')),
    called(['coalesce', 'min'], tie('lineNumber'), tie('number')),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('s', 't', 'owner.name', 'owner.team.name', '"Ễ😀"', '"a"', '" "', '""', '"12.5"', '"2026-02-28"'),
    binary(tie('text'), ['+'], tie('text')),
    called(['lower', 'upper', 'trim', 'text'], tie('text')),
    called(['text'], fc.oneof(tie('number'), tie('date'), tie('condition'))),
    called(['concat', 'coalesce', 'min', 'max'], tie('text'), tie('text')),
    written`(${tie('condition')} ? ${tie('text')} : null)`,
  ),
  date: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('d', 'e', 'today()', 'date("2024-02-29")', 'date("0001-01-31")', 'date("9999-12-31")'),
    called(['addDays', 'addMonths'], tie('date'), tie('number')),
    called(['date'], tie('text')),
    called(['coalesce', 'max'], tie('date'), tie('date')),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'p',
      'q',
      'true',
      'false',
      '(owner == user.id)',
      '(owner != other)',
      '(owner.team in user.teams)',
      '(s in tags)',
      'lines.exists(l, l.done)',
    ),
    ...(['number', 'text', 'date'] as const).map((type) => binary(tie(type), ['==', '!=', '<', '<=', '>', '>='], tie(type))),
    ...(['number', 'text', 'date'] as const).map((type) => binary(tie(type), ['==', '!='], fc.constant('null'))),
    ...(['number', 'text', 'date'] as const).map((type) => written`(${tie(type)} in [${tie(type)}, ${tie(type)}])`),
    binary(tie('condition'), ['&&', '||', '==', '!='], tie('condition')),
    written`!${tie('condition')}`,
    called(['contains', 'startsWith', 'endsWith'], tie('text'), tie('text')),
    written`lines.${fc.constantFrom('exists', 'all')}(l, ${tie('lineNumber')} > ${tie('number')} || l.name == ${tie('text')})`,
    written`(${tie('number')} in lines.map(l, ${tie('lineNumber')}))`,
  ),
}));

/** Random values for the fields, many of them null. */
export const randomValues = fc.record(
  {
    a: number(20),
    b: number(6),
    i: fc.option(fc.integer({ min: -30, max: 40_000 })),
    s: someText(),
    t: someText(),
    p: fc.option(fc.boolean()),
    q: fc.option(fc.boolean()),
    d: someDate(),
    e: someDate(),
    owner: fc.constantFrom(null, person('a', 'An', true), person('b', 'Bình', false)),
    other: fc.constantFrom(null, person('a', 'An', true)),
    tags: fc.array(fc.string({ unit: 'grapheme-composite', maxLength: 3 }).filter(isStorable), { maxLength: 3 }),
    lines: fc.array(fc.record({ name: someText(), quantity: number(6), price: number(6), discount: number(2), done: fc.option(fc.boolean()) }), {
      maxLength: 4,
    }),
  },
  { requiredKeys: ['lines', 'tags'] },
);

// A type, because an interface is no Record.
type Texts = {
  readonly number: string;
  readonly lineNumber: string;
  readonly text: string;
  readonly date: string;
  readonly condition: string;
};

type Part = fc.Arbitrary<string>;

function written(strings: TemplateStringsArray, ...parts: readonly Part[]): Part {
  return fc.tuple(...parts).map((texts) => String.raw({ raw: strings }, ...texts));
}

function binary(left: Part, operators: readonly string[], right: Part): Part {
  return written`(${left} ${fc.constantFrom(...operators)} ${right})`;
}

function called(names: readonly string[], ...args: readonly Part[]): Part {
  return fc.tuple(fc.constantFrom(...names), ...args).map(([name, ...texts]) => `${name}(${texts.join(', ')})`);
}

function number(places: number): fc.Arbitrary<string | null> {
  const digits = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
  const small = fc.bigInt({ min: -5000n, max: 5000n });
  return fc.option(fc.tuple(fc.oneof(small, digits), fc.integer({ min: 0, max: places })).map(([whole, scale]) => withPoint(whole, scale)));
}

function withPoint(whole: bigint, scale: number): string {
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const [before, after] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale)];
  return `${whole < 0n ? '-' : ''}${before}${after === '' ? '' : `.${after}`}`;
}

function someText(): fc.Arbitrary<string | null> {
  const likely = fc.constantFrom(
    '',
    ' ',
    'a',
    'A',
    'Nguyễn Văn Đức',
    'ĐƯỜNG',
    '12.5',
    '-0',
    '2026-02-30',
    '2026-02-28',
    '%',
    '_',
    "'",
    '\\',
    '😀',
    '\uff5e',
    ' \u00a0x\t',
  );
  return fc.option(
    fc.oneof(
      likely,
      fc.string({ unit: 'grapheme-composite', maxLength: 8 }).filter(isStorable),
      fc.string({ unit: 'binary', maxLength: 6 }).filter(isStorable),
    ),
  );
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

function someDate(): fc.Arbitrary<string | null> {
  const days = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true });
  return fc.option(
    fc.oneof(
      days.map((date) => date.toISOString().slice(0, 10)),
      fc.constantFrom('2024-02-29', '2026-01-31', '2026-12-31'),
    ),
  );
}

function person(letter: string, name: string, hasTeam: boolean): object {
  const team = hasTeam ? { id: '01890000-0000-7000-8000-0000000000f1', name: 'North' } : null;
  return { id: `01890000-0000-7000-8000-00000000000${letter}`, name, team };
}
