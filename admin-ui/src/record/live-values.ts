import { checkExpression } from '../../../core/definitions/expressions/check-expression.js';
import type { CheckedExpression } from '../../../core/definitions/expressions/checked.js';
import { clockAt } from '../../../core/definitions/expressions/clock-at.js';
import { fieldExpressionType, userRecordType } from '../../../core/definitions/expressions/entity-scope.js';
import { evaluate } from '../../../core/definitions/expressions/evaluate.js';
import { readNumber, roundTo } from '../../../core/definitions/expressions/exact.js';
import { RecordValue } from '../../../core/definitions/expressions/record-value.js';
import type { ExpressionType, RecordType } from '../../../core/definitions/expressions/types.js';
import { isNumber, valueFromWire, valueToWire, type Value } from '../../../core/definitions/expressions/value.js';
import { membersOf } from '../api/request.js';
import { placesOf } from '../fields/format.js';
import type { Meta, MetaEntity, MetaField } from '../../../schemas/generated/types.js';
import { companyOf, type Company } from './company-of.js';
import { settingsName, type LiveSettings } from './live-settings.js';

type Plain = Readonly<Record<string, unknown>>;

interface Of {
  readonly entity: MetaEntity;
  readonly values: Plain;
  readonly company: Company;
}

/** Computes what the server will compute: defaults of a new record, formulas and conditions while one types. The server has the last word. */
export class LiveValues {
  private readonly types = new Map<string, RecordType>();
  private readonly checked = new Map<string, CheckedExpression | null>();

  constructor(
    private readonly meta: Meta,
    private readonly entities: ReadonlyMap<string, MetaEntity>,
    private readonly settings: LiveSettings,
  ) {}

  /** A new record with what it starts with beneath what was typed. Defaults that read others settle within a few rounds. */
  started(entity: MetaEntity, typed: Plain, company: Company = this.company(entity, typed)): Plain {
    const open = entity.fields.filter(({ name }) => typed[name] === undefined);
    const constants = open.flatMap((field) =>
      field.default === undefined || field.default === null || field.inherits === true ? [] : [[field.name, field.default] as const],
    );
    const states = entity.states.flatMap((state) => (state.initial ? [['state', state.name] as const] : []));
    let values: Record<string, unknown> = { ...Object.fromEntries([...states, ...constants]), ...typed };
    const started = open.filter((field) => field.defaultExpression !== undefined);
    for (let round = 0; round < 3 && started.length > 0; round += 1) {
      for (const field of started) {
        const expression = this.expression(entity, field.defaultExpression ?? '', company);
        if (expression !== null) values = { ...values, [field.name]: this.evaluated(expression, { entity, values, company }, field) };
      }
    }
    return values;
  }

  /** The field as it is in the record at this moment; null when it is out of sight. */
  now(entity: MetaEntity, field: MetaField, values: Plain, company: Company = this.company(entity, values)): MetaField | null {
    const holds = (condition: string | undefined, unknown: boolean): boolean => {
      const expression = condition === undefined ? null : this.expression(entity, condition, company);
      return expression === null ? unknown : this.value(expression, { entity, values, company }) === true;
    };
    if (!holds(field.visibleWhen, true)) return null;
    const isLocked = holds(field.readOnlyWhen, false);
    return {
      ...field,
      required: field.required || holds(field.requiredWhen, false),
      writable: field.writable && !isLocked,
      changeable: field.changeable && !isLocked,
    };
  }

  /** The record with its formulas, lines first; formulas that read others settle within a few rounds. */
  computed(entity: MetaEntity, record: Plain, company: Company = this.company(entity, record)): Plain {
    let values: Record<string, unknown> = { ...record };
    for (const field of entity.fields) {
      const line = field.type === 'lines' ? this.entities.get(field.target ?? '') : undefined;
      const lines = values[field.name];
      if (line !== undefined && Array.isArray(lines))
        values[field.name] = lines.map((one: Plain) => this.computed(line, 'id' in one ? one : this.started(line, one, company), company));
    }
    const formulas = entity.fields.filter((field) => field.formula !== undefined);
    for (let round = 0; round < 3 && formulas.length > 0; round += 1) values = { ...values, ...this.formulas(formulas, { entity, values, company }) };
    return { ...values, ...converted(entity, values) };
  }

  private company(entity: MetaEntity, values: Plain): Company {
    return companyOf(entity, values, this.meta.user.companyIds);
  }

  private formulas(fields: readonly MetaField[], { entity, values, company }: Of): Plain {
    const found: Record<string, unknown> = {};
    for (const field of fields) {
      const expression = this.expression(entity, field.formula ?? '', company);
      if (expression !== null) found[field.name] = this.evaluated(expression, { entity, values: { ...values, ...found }, company }, field);
    }
    return found;
  }

  private evaluated(expression: CheckedExpression, of: Of, field: MetaField): unknown {
    return wire(this.value(expression, of), field);
  }

  private value(expression: CheckedExpression, of: Of): Value {
    const record = quietly(() => valueFromWire({ kind: 'record', record: this.type(of.entity) }, of.values));
    const { id, email, name, teamIds, roleIds, companyIds } = this.meta.user;
    const user = valueFromWire({ kind: 'record', record: userRecordType }, { id, email, name, teams: teamIds, roles: roleIds, companies: companyIds });
    const clock = clockAt(new Date(), Intl.DateTimeFormat().resolvedOptions().timeZone);
    const variables = new Map<string, Value>([
      ['user', user],
      [settingsName, this.settings.value(of.company ?? null)],
    ]);
    const environment = { record: record instanceof RecordValue ? record : null, variables, ...clock };
    return quietly(() => evaluate(expression, environment));
  }

  /** Null where the server alone computes: what is read is missing from the metadata, or it is not known of which company the settings hold. */
  private expression(entity: MetaEntity, text: string, company: Company): CheckedExpression | null {
    const expression = this.checkedOnce(entity, text);
    return expression !== null && company === undefined && this.settings.isReadIn(expression) ? null : expression;
  }

  private checkedOnce(entity: MetaEntity, text: string): CheckedExpression | null {
    const key = `${entity.id} ${text}`;
    const known = this.checked.get(key);
    if (known !== undefined) return known;
    const record = this.type(entity);
    const variables = new Map<string, ExpressionType>([['user', { kind: 'record', record: userRecordType }]]);
    const settings = this.settings.type((id) => this.typeOf(id));
    // A field of that name is older.
    if (record.member(settingsName) === undefined) variables.set(settingsName, settings);
    const outcome = checkExpression(text, { record, variables });
    const expression = outcome.kind === 'checked' ? outcome.expression : null;
    this.checked.set(key, expression);
    return expression;
  }

  private typeOf(id: string): RecordType | undefined {
    const entity = this.entities.get(id);
    return entity === undefined ? undefined : this.type(entity);
  }

  private type(entity: MetaEntity): RecordType {
    const known = this.types.get(entity.id);
    if (known !== undefined) return known;
    const fields = new Map(entity.fields.map((field) => [field.name, field]));
    const target = (id: string): RecordType | undefined => this.typeOf(id);
    const type: RecordType = {
      name: entity.id,
      member: (name) => {
        const field = fields.get(name);
        return field === undefined || field.type === 'secret'
          ? undefined
          : fieldExpressionType({ type: name === 'state' ? 'state' : field.type, target: field.target ?? null }, target);
      },
      names: () => [...fields.keys()],
    };
    this.types.set(entity.id, type);
    return type;
  }
}

/** Amounts in the currency of the company, each rounded by itself: the server sees to it that they add up. */
function converted({ exchange, fields }: MetaEntity, values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (exchange === undefined) return {};
  const into = values[exchange.companyCurrency];
  const isSame = typeof into === 'string' && into === values[exchange.currency];
  const rate = readNumber(String(isSame ? 1 : (values[exchange.rate] ?? '')));
  const places = placesOf(String(membersOf(values['_labels']).get(exchange.companyCurrency) ?? ''));
  return Object.fromEntries(
    fields.flatMap(({ name, converts, scale = 2 }) => {
      if (converts === undefined) return [];
      const amount = readNumber(String(values[converts] ?? ''));
      return [[name, amount === null || rate === null ? null : roundTo(amount.times(rate), isSame ? scale : Math.min(places, scale)).toFixed(scale)] as const];
    }),
  );
}

/** While somebody types, values are not always what their field takes. */
function quietly(work: () => Value): Value {
  try {
    return work();
  } catch {
    return null;
  }
}

function wire(value: Value, field: MetaField): unknown {
  if (!isNumber(value)) return valueToWire(value);
  const text = roundTo(value, field.scale ?? 0).toFixed(field.scale ?? 0);
  return wholeTypes.includes(field.type) ? Number(text) : text;
}

const wholeTypes: readonly MetaField['type'][] = ['integer', 'rating', 'duration'];
