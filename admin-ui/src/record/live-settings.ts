import type { CheckedExpression, Node } from '../../../core/definitions/expressions/checked.js';
import { RecordValue } from '../../../core/definitions/expressions/record-value.js';
import type { ExpressionType, RecordType } from '../../../core/definitions/expressions/types.js';
import { valueFromWire, type Value } from '../../../core/definitions/expressions/value.js';
import type { MetaSetting } from '../../../schemas/generated/types.js';

/** Name of the variable in expressions: `settings.PLUGIN.FIELD`. */
export const settingsName = 'settings';

type Lookup = (entity: string) => RecordType | undefined;

/** The settings of plugins that expressions of the screens read, as the server told them. What it did not tell is not there, and the server alone decides. */
export class LiveSettings {
  constructor(private readonly told: readonly MetaSetting[]) {}

  /** The type of the variable `settings`. */
  type(lookup: Lookup): ExpressionType {
    return this.typeBelow([], lookup) ?? { kind: 'record', record: { name: settingsName, member: () => undefined, names: () => [] } };
  }

  /** What holds in a company; null for none. */
  value(company: string | null): Value {
    return this.valueBelow([], company);
  }

  isReadIn({ root }: CheckedExpression): boolean {
    return isRead(root);
  }

  private typeBelow(path: readonly string[], lookup: Lookup): ExpressionType | undefined {
    const own = this.at(path);
    const below = this.below(path);
    if (below.length === 0 && own !== undefined)
      return own.kind === 'record' ? { kind: 'record', record: recordOf(own.target ?? '', lookup) } : { kind: own.kind };
    if (below.length === 0) return undefined;
    const name = own?.target ?? [settingsName, ...path].join('.');
    return { kind: 'record', record: { name, member: (member) => this.typeBelow([...path, member], lookup), names: () => below } };
  }

  private valueBelow(path: readonly string[], company: string | null): Value {
    const own = this.at(path);
    const held = own?.values.find((one) => one.company === company) ?? own?.values.find((one) => one.company === null);
    const value = held?.value ?? null;
    if (this.below(path).length > 0) return new RecordValue(typeof value === 'string' ? value : null, (name) => this.valueBelow([...path, name], company));
    if (own === undefined || value === null) return null;
    return own.kind === 'record' ? new RecordValue(String(value), (name) => (name === 'id' ? String(value) : null)) : valueFromWire({ kind: own.kind }, value);
  }

  private at(path: readonly string[]): MetaSetting | undefined {
    return this.told.find((one) => one.path.length === path.length && one.path.every((part, index) => part === path[index]));
  }

  /** Names that follow a path. */
  private below(path: readonly string[]): readonly string[] {
    const longer = this.told.filter((one) => one.path.length > path.length && path.every((part, index) => part === one.path[index]));
    return [...new Set(longer.map((one) => one.path[path.length] ?? ''))];
  }
}

/** Of what the user does not see nothing but the id is known. */
function recordOf(entity: string, lookup: Lookup): RecordType {
  return lookup(entity) ?? { name: entity, member: (name) => (name === 'id' ? { kind: 'text' } : undefined), names: () => ['id'] };
}

function isRead(node: Node): boolean {
  if (node.op === 'path') return node.from === 'variable' && node.path[0] === settingsName;
  const inner = node.op === 'call' ? node.args : node.op === 'list' ? node.items : node.op === 'macro' ? [node.over, node.body] : [];
  return inner.some(isRead);
}
